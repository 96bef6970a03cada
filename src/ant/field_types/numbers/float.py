"""``float``, a number that is kept to about fifteen digits."""

import re
from typing import TYPE_CHECKING, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import RANGE, FieldType, Parts, checked, is_number, nearest_allowed

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need

_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")


class Float(FieldType):
    """A number."""

    name = "float"
    modifiers: ClassVar[tuple[str, ...]] = RANGE
    synonyms = "real double double_precision float4 float8 float32 float64"
    annotation = "float"
    column = "FLOAT"
    is_own_column = True
    migration_type = "sa.Double()"
    schema_class = "Float"
    conversion = "float"
    longest_text = 24
    is_in_json = True
    reads_json = True
    short_value = "-?[0-9.]+([eE][+-]?[0-9]+)?"
    unique_fill = 'sa.column("id")'
    examples: ClassVar[tuple[Json, ...]] = (0.0, 1, -1.5, 1e300)

    def read_short(self, key: str, text: str) -> Json:
        """Read a number."""
        return float(text) if _NUMBER.fullmatch(text) else text

    def json_schema(self) -> dict[str, Json]:
        """A number."""
        return {"type": "number"}

    def normalize(self, value: Json) -> Json:
        """Take a number that is not too large."""
        try:
            number = float(value) if is_number(value) else float("nan")
        except OverflowError:
            number = float("nan")
        return float(checked(number, abs(number) < float("inf"), "must be a number")) + 0.0

    def literal(self, value: Json) -> str:
        """A whole one with a point as well, and as formatters write a large one."""
        return repr(float(value)).replace("e+", "e")

    def neutral(self, field: Parts) -> Json:
        """Nought, if that is allowed."""
        return nearest_allowed(self, field, 0.0)

    def sample(self, random: "Random") -> Json:
        """Any of usual size."""
        return random.uniform(-1e6, 1e6)
