"""``decimal``, a number of which no digit is lost; held as the shortest text of it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import (
    RANGE,
    Fault,
    FieldType,
    Parts,
    checked,
    is_number,
    nearest_allowed,
    read_whole,
)

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need

LONGEST_NUMBER = 400
"""Characters; a number that any column holds is shorter."""

MOST_DIGITS = 38
"""As many as any common database holds, though PostgreSQL and a text hold more."""

_FLOAT_DIGITS = 15
"""SQLite reads a number of more digits as a float; as a text it is a decimal like the column's."""
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class Decimal(FieldType):
    """A number of so many digits in all, and behind the point."""

    name = "decimal"
    modifiers: ClassVar[tuple[str, ...]] = (*RANGE, "precision", "scale")
    modifier_defaults: ClassVar[dict[str, Json]] = {"precision": 12, "scale": 2}
    synonyms = "number numeric money currency price dec"
    annotation = "Decimal"
    short_value = "[+-]?[0-9.]+"
    annotation_import = literal_import = "from decimal import Decimal"
    column = "exact"
    is_own_column = True
    migration_type = "exact({0}, {1})"
    migration_import: ClassVar[tuple[str, str]] = ("from decimal import Decimal", "Decimal(")
    schema_class = "Exact"
    conversion = "exact"
    examples: ClassVar[tuple[Json, ...]] = ("0", "0.01", "-1.5", 12)

    def read_short(self, key: str, text: str) -> Json:
        """Read the numbers of digits; other numbers stay texts, which keep their digits."""
        return read_whole(text) if key in ("precision", "scale") else text

    def json_schema(self) -> dict[str, Json]:
        """A number, or its digits as a text."""
        return {"$ref": "#/$defs/decimal"}

    def normalize(self, value: Json) -> Json:
        """Take a number, or its digits; ``1.50`` and ``1.5`` are the same."""
        text = _plain(value) if is_number(value) else value
        is_valid = (
            isinstance(text, str) and len(text) <= LONGEST_NUMBER and _DECIMAL.fullmatch(text)
        )
        checked(value, bool(is_valid), "must be a decimal number such as 0.01")
        sign = "-" if text.startswith("-") else ""
        whole, _, fraction = text.lstrip("+-").partition(".")
        whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
        shortest = f"{whole}.{fraction}" if fraction else whole
        return shortest if shortest == "0" else sign + shortest

    def order_key(self, value: Json) -> Any:  # noqa: ANN401, whatever compares
        """The number."""
        return self.from_sqlite(value)

    def faults(self, field: Parts) -> Iterator[Fault]:
        """Digits that no column has, and limits that have more of them than the field."""
        if not 1 <= field.precision <= MOST_DIGITS:
            what = f"'precision' must be from 1 to {MOST_DIGITS}"
            yield Fault(what, "It counts all digits, those behind the point too.", "precision")
        elif not 0 <= field.scale <= field.precision:
            what = f"'scale' must be from 0 to the precision, which is {field.precision}"
            yield Fault(what, "It counts the digits behind the point.", "scale")
        else:
            for key, limit in (("min", field.minimum), ("max", field.maximum)):
                fault = None if limit is None else self.value_fault(field, limit)
                if fault:
                    yield Fault(f"'{key}' {fault}", "Give another precision or scale.", key)

    def value_fault(self, field: Parts, value: Json) -> str | None:
        """Refuse more digits than the column has."""
        whole, _, fraction = str(value).lstrip("-").partition(".")
        if len(fraction) > field.scale:
            return f"has more than {field.scale} digits behind the point"
        if len(whole.lstrip("0")) > field.precision - field.scale:
            return f"has more than {field.precision - field.scale} digits before the point"
        return None

    def limits(self, field: Parts) -> tuple[Any, Any]:
        """Those of its digits where the field has none."""
        whole, fraction = "9" * (field.precision - field.scale), "9" * field.scale
        largest = self.order_key(f"{whole or 0}.{fraction}")
        least, most = super().limits(field)
        return -largest if least is None else least, largest if most is None else most

    def step(self, field: Parts) -> Any:  # noqa: ANN401, as the types above have it
        """One of the last digit."""
        return self.order_key(f"1e-{field.scale}")

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """Digits in all, and behind the point."""
        return field.precision, field.scale

    def size_label(self, field: Parts) -> str:
        """The same, always."""
        return f"({field.precision},{field.scale})"

    def schema_arguments(self, field: Parts) -> list[str]:
        """The same again."""
        return [str(field.precision), str(field.scale)]

    def literal(self, value: Json) -> str:
        """A decimal of its digits."""
        return f'Decimal("{value}")'

    def sql_limit(self, value: Json) -> str:
        """A number, or a text where a number would lose digits."""
        return f"'{value}'" if sum(map(str.isdigit, value)) > _FLOAT_DIGITS else str(value)

    def neutral(self, field: Parts) -> Json:
        """Nought, if that is allowed."""
        return nearest_allowed(self, field, "0")

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """The number."""
        from decimal import Decimal as Number  # noqa: PLC0415, slow to load and seldom needed

        return Number(value)

    def sample(self, random: "Random") -> Json:
        """Any with two digits behind the point."""
        return f"{random.uniform(-1e6, 1e6):.2f}"


def _plain(value: float) -> str:
    """The digits of a number, also of one that JSON would write with an exponent."""
    from decimal import Decimal as Number  # noqa: PLC0415, slow to load and seldom needed

    return f"{Number(repr(value)):f}"
