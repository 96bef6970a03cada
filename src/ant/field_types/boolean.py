"""``boolean``, true or false."""

from typing import Any, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import PLAIN, FieldType, Parts, checked


class Boolean(FieldType):
    """True or false."""

    name = "boolean"
    modifiers: ClassVar[tuple[str, ...]] = PLAIN
    synonyms = "bool bit flag checkbox yesno"
    annotation = "bool"
    column = schema_class = "Boolean"
    migration_type = "sa.Boolean()"
    has_check = False
    conversion = "boolean"
    digits: ClassVar[int] = 1
    longest_text: ClassVar[int] = 5
    is_in_json = True
    short_value = "(true|false)"
    reads_json = True
    examples: ClassVar[tuple[Json, ...]] = (True, False)

    def read_short(self, key: str, text: str) -> Json:
        """Read it as JSON has it."""
        return {"true": True, "false": False}.get(text, text)

    def json_schema(self) -> dict[str, Json]:
        """A boolean."""
        return {"type": "boolean"}

    def normalize(self, value: Json) -> Json:
        """Take no number for it."""
        return checked(value, isinstance(value, bool), "must be true or false")

    def neutral(self, field: Parts) -> Json:
        """False."""
        return False

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """The boolean of a stored number."""
        return bool(value)
