"""``list``, values of one type in an order: an array in PostgreSQL, JSON in SQLite."""

import json
from typing import ClassVar

from ant.core.text.json_depth import read_json_or_text
from ant.core.text.json_value import Json
from ant.field_types.base import ACCESS, FieldType, Parts, checked
from ant.field_types.numbers.whole import Integer
from ant.field_types.texts.text import String
from ant.field_types.uuid import MADE, Uuid

LONGEST_ITEM = 255
"""Characters of a text in a list."""


class List(FieldType):
    """A list without the type of its items."""

    name = "list"
    modifiers: ClassVar[tuple[str, ...]] = (*ACCESS, "of", "default", "description", "column")
    needs: ClassVar[tuple[str, ...]] = ("of",)
    synonyms = "array repeated set arrayfield listfield text[] string[] integer[] uuid[]"
    is_own_column = True
    has_check = False
    reads_json = True
    examples: ClassVar[tuple[Json, ...]] = ([],)

    def with_items(self, of: str) -> FieldType:
        """The type of a list of these."""
        return ITEMS.get(of, self)

    def read_short(self, key: str, text: str) -> Json:
        """Read JSON, or a text that is none as itself."""
        return read_json_or_text(text)

    def write_short(self, value: Json) -> str:
        """A list as JSON; a word as itself."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def json_schema(self) -> dict[str, Json]:
        """A list with the type of items that its field has."""
        return {"type": "array"}

    def normalize(self, value: Json) -> Json:
        """Take a list of items that are right."""
        checked(value, isinstance(value, list), 'must be a list such as ["a", "b"]')
        return [self.item(item) for item in value]

    def item(self, value: Json) -> Json:
        """An item in the form that a list holds; ``ValueError`` says what it must be."""
        return value

    def neutral(self, field: Parts) -> Json:
        """None at all."""
        return []


class TextList(List):
    """A list of texts in a line."""

    name = "list of string"
    annotation = "list[str]"
    column = migration_type = "TEXT_LIST"
    schema_class = "TextList"
    conversion = "texts"

    def item(self, value: Json) -> Json:
        """A text that is neither blank nor too long."""
        text = str(String().normalize(value)) if isinstance(value, str) else ""
        requirement = f"must hold nothing but texts of 1 to {LONGEST_ITEM} characters"
        return checked(value, bool(text.strip()) and len(text) <= LONGEST_ITEM, requirement)


class IntegerList(List):
    """A list of whole numbers."""

    name = "list of integer"
    annotation = "list[int]"
    column = migration_type = "INTEGER_LIST"
    schema_class = "IntegerList"
    conversion = "integers"

    def item(self, value: Json) -> Json:
        """A number of 32 bits."""
        try:
            return Integer().normalize(value)
        except ValueError as error:
            raise ValueError(f"holds what {error}") from None


class UuidList(List):
    """A list of UUIDs."""

    name = "list of uuid"
    annotation = "list[UUID]"
    annotation_import = literal_import = "from uuid import UUID"
    column = migration_type = "UUID_LIST"
    migration_import: ClassVar[tuple[str, str]] = ("import uuid", "uuid.")
    schema_class = "UuidList"
    conversion = "uuids"

    def item(self, value: Json) -> Json:
        """A UUID."""
        try:
            return Uuid().normalize(checked(value, value != MADE, Uuid.requirement))
        except ValueError as error:
            raise ValueError(f"holds what {error}") from None

    def literal(self, value: Json) -> str:
        """A function that makes the list anew."""
        return f"lambda: [{', '.join(Uuid().literal(item) for item in value)}]"

    def migration_literal(self, value: Json) -> str:
        """The list itself."""
        return f"[{', '.join(Uuid().migration_literal(item) for item in value)}]"


ITEMS: dict[str, FieldType] = {"string": TextList(), "integer": IntegerList(), "uuid": UuidList()}
"""The types of lists, by what they are of."""
