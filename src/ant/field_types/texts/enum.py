"""``enum``, one of a few texts."""

from typing import ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import PLAIN, Parts
from ant.field_types.texts.text import Shaped

LONGEST_VALUE = 100
"""Characters of a value, and of its column: a longer list of values changes no column."""


class Enum(Shaped):
    """One of the ``values``."""

    name = "enum"
    modifiers: ClassVar[tuple[str, ...]] = (*PLAIN, "values")
    needs: ClassVar[tuple[str, ...]] = ("values",)
    other_words = "choice choices select option options enumeration"
    takes_blank = True
    short_value = "[^:]+"
    has_check = False
    is_free_text = True
    examples: ClassVar[tuple[Json, ...]] = ("new",)

    def read_short(self, key: str, text: str) -> Json:
        """Read the values, which commas part."""
        return text.split(",") if key == "values" else text

    def value_fault(self, field: Parts, value: Json) -> str | None:
        """Refuse what is not listed."""
        is_listed = value in field.values
        return None if is_listed else f"must be one of {', '.join(field.values)[:100]}"

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """The same for every list of values."""
        return (LONGEST_VALUE,)

    def neutral(self, field: Parts) -> Json:
        """The first value."""
        return field.values[0]
