"""``uuid``, an identifier that is made anywhere."""

from typing import TYPE_CHECKING, Any, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import PLAIN, Parts
from ant.field_types.texts.text import Shaped

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need

MADE = "uuid"
"""The default for a new one in each row."""
MADE_FILL = "new_uuids()"
"""What gives each row of a table another one, in a migration."""
_ZEROS = "00000000-0000-0000-0000-000000000000"


class Uuid(Shaped):
    """A UUID; held in lower case."""

    name = "uuid"
    modifiers: ClassVar[tuple[str, ...]] = PLAIN
    generated_default = MADE
    makes_unique = True
    maker = "make_uuid"
    short_value = f"({MADE}|[0-9A-Fa-f-]+)"
    unique_fill = MADE_FILL
    synonyms = "guid uniqueidentifier uuid4 uuid7"
    shape = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
    requirement = "must be a UUID such as 123e4567-e89b-12d3-a456-426614174000"
    converter = "uuid"
    annotation = "UUID"
    annotation_import = literal_import = "from uuid import UUID"
    column = schema_class = "Uuid"
    migration_type = "sa.Uuid()"
    migration_import: ClassVar[tuple[str, str]] = ("import uuid", "uuid.")
    has_check = False
    conversion = "uuid"
    longest_text = 36
    examples: ClassVar[tuple[Json, ...]] = ("123e4567-e89b-12d3-a456-426614174000", _ZEROS, MADE)

    def normalize(self, value: Json) -> Json:
        """Take it in upper or lower case."""
        return str(super().normalize(value)).lower()

    def literal(self, value: Json) -> str:
        """A UUID of its text."""
        return f'UUID("{value}")'

    def migration_literal(self, value: Json) -> str:
        """The same, by the module's name."""
        return MADE_FILL if value == MADE else f'uuid.UUID("{value}")'

    def neutral(self, field: Parts) -> Json:
        """All zeros."""
        return _ZEROS

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """A UUID."""
        from uuid import UUID  # noqa: PLC0415, seldom needed

        return UUID(value)

    def sample(self, random: "Random") -> Json:
        """Any."""
        digits = f"{random.getrandbits(128):032x}"
        return "-".join(digits[start:end] for start, end in
                        ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32)))  # fmt: skip
