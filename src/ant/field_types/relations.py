"""``reference`` and ``many``, which refer to rows of another route, and the keys of rows."""

from functools import cache
from typing import ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import FLAGS, FieldType, Parts
from ant.field_types.numbers.whole import BigInteger


class Reference(BigInteger):
    """The id of a row of another route."""

    name = "reference"
    modifiers: ClassVar[tuple[str, ...]] = (*FLAGS, "to", "on_delete", "description", "column")
    needs: ClassVar[tuple[str, ...]] = ("to",)
    modifier_defaults: ClassVar[dict[str, Json]] = {"on_delete": "restrict"}
    synonyms = "ref fk foreign_key foreignkey belongs_to many_to_one relation"
    column = migration_type = "KEY"
    is_own_column = True
    is_reference = True
    has_check = False
    schema_class = "Reference"
    is_in_json = False
    examples: ClassVar[tuple[Json, ...]] = ()

    def leading_to(self, key: str, longest: int) -> FieldType:
        """The type of a field that holds such an id."""
        return _uuids if key == "uuid" else _texts(longest)

    def column_name(self, name: str) -> str:
        """``user_id`` for ``user``."""
        return f"{name}_id"

    def read_short(self, key: str, text: str) -> Json:
        """Names alone."""
        return text

    def schema_arguments(self, field: object) -> list[str]:
        """Its class knows the size."""
        return []


class UuidReference(Reference):
    """The id of a row that is called by a UUID."""

    stored_as = conversion = "uuid"
    annotation = "UUID"
    annotation_import = "from uuid import UUID"
    schema_class = "Uuid"
    longest_text = 36


class TextReference(Reference):
    """The id of a row that is called by a text."""

    stored_as = "string"
    conversion = "text"
    migration_type = "sa.String({0})"
    annotation = "str"
    schema_class = "String"

    def __init__(self, longest: int) -> None:
        """Take the size of such texts."""
        self.size = longest

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """That of the column that it refers to."""
        return (self.size,)


_uuids = UuidReference()
_texts = cache(TextReference)


class Many(FieldType):
    """The rows of another route that are linked to a row: a table between the two."""

    name = "many"
    modifiers: ClassVar[tuple[str, ...]] = ("to", "description")
    needs: ClassVar[tuple[str, ...]] = ("to",)
    synonyms = "has_many many_to_many manytomany m2m one_to_many"
    is_column = False
    has_check = False
    conversion = ""

    def column_name(self, name: str) -> str:
        """No column of the route's own table."""
        return ""


class Key(FieldType):
    """The id of a row; no field has this type."""

    name = "key"
    migration_type = "KEY"
    conversion = "key"


class StubKey(Key):
    """The id of a row of a route without fields."""

    name = "sketch key"  # as records of 0.2.0 have it
    migration_type = "sa.Integer()"
