"""``smallint``, ``integer`` and ``bigint``, whole numbers of 16, 32 and 64 bits."""

from typing import TYPE_CHECKING, Any, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import (
    RANGE,
    FieldType,
    Parts,
    checked,
    is_number,
    nearest_allowed,
    read_whole,
)

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need


class Whole(FieldType):
    """A whole number of so many ``bits``."""

    modifiers: ClassVar[tuple[str, ...]] = RANGE
    annotation = "int"
    schema_class = "Integer"
    conversion = "whole"
    is_in_json = True
    reads_json = True
    short_value = "-?[0-9]+"
    unique_fill = 'sa.column("id")'
    least: ClassVar[int]
    most: ClassVar[int]

    def read_short(self, key: str, text: str) -> Json:
        """Read a number."""
        return read_whole(text)

    def json_schema(self) -> dict[str, Json]:
        """A whole number that the column holds."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}

    def normalize(self, value: Json) -> Json:
        """Accept the range of the column."""
        is_valid = isinstance(value, int) and is_number(value) and self.least <= value <= self.most
        requirement = f"must be a whole number from {self.least} to {self.most}"
        return int(checked(value, is_valid, requirement))

    def limits(self, field: Parts) -> tuple[Any, Any]:
        """Those of the column where the field has none."""
        least, most = super().limits(field)
        return self.least if least is None else least, self.most if most is None else most

    def step(self, field: Parts) -> Any:  # noqa: ANN401, as the types above have it
        """One."""
        return 1

    def neutral(self, field: Parts) -> Json:
        """Nought, if that is allowed."""
        return nearest_allowed(self, field, 0)

    def sample(self, random: "Random") -> Json:
        """Any that the column holds."""
        return random.randint(self.least, self.most)


class SmallInteger(Whole):
    """A whole number of 16 bits."""

    name = "smallint"
    synonyms = "int2 int16 short tinyint smallserial smallinteger smallintegerfield"
    least: ClassVar[int] = -(2**15)
    most: ClassVar[int] = 2**15 - 1
    column = "SmallInteger"
    migration_type = "sa.SmallInteger()"
    bits: ClassVar[int] = 16
    digits: ClassVar[int] = 5
    longest_text: ClassVar[int] = 6
    examples: ClassVar[tuple[Json, ...]] = (0, 1, -1, least, most)

    def schema_arguments(self, field: Parts) -> list[str]:
        """The size, which is not that of most numbers."""
        return ["bits=16"]


class Integer(Whole):
    """A whole number of 32 bits."""

    name = "integer"
    synonyms = "int int4 int32 mediumint serial count integerfield"
    least: ClassVar[int] = -(2**31)
    most: ClassVar[int] = 2**31 - 1
    column = "Integer"
    migration_type = "sa.Integer()"
    bits: ClassVar[int] = 32
    digits: ClassVar[int] = 10
    longest_text: ClassVar[int] = 11
    examples: ClassVar[tuple[Json, ...]] = (0, 1, -1, least, most)


class BigInteger(Whole):
    """A whole number of 64 bits."""

    name = "bigint"
    synonyms = "int8 int64 long biginteger bigserial unsigned_bigint"
    least: ClassVar[int] = -(2**63)
    most: ClassVar[int] = 2**63 - 1
    column = "BigInteger"
    migration_type = "sa.BigInteger()"
    bits: ClassVar[int] = 64
    digits: ClassVar[int] = 19
    longest_text: ClassVar[int] = 20
    examples: ClassVar[tuple[Json, ...]] = (0, 1, -1, least, most)

    def schema_arguments(self, field: Parts) -> list[str]:
        """The size, which is not that of most numbers."""
        return ["bits=64"]
