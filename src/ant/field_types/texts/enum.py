"""``enum``, one of a few texts."""

from typing import ClassVar

from ant.core.text.json_value import Json
from ant.core.text.words import quoted
from ant.field_types.base import PLAIN, Parts
from ant.field_types.texts.text import Shaped

LONGEST_VALUE = 100
"""Characters of a value, and of its column: a longer list of values changes no column."""
MOST_VALUES = 200
"""How many values an enum has at most."""


def values_fault(values: Json, subject: str) -> str | None:
    """Return why what ``subject`` names is no list of values; None where it is one."""
    texts = values if isinstance(values, list) else []
    if not texts or not all(isinstance(text, str) for text in texts):
        return f"{subject} must be a list of one text or more"
    if len(texts) > MOST_VALUES:
        return f"{subject} holds more than {MOST_VALUES} texts"
    for index, text in enumerate(texts):
        if not 1 <= len(text) <= LONGEST_VALUE or not text.isprintable():
            return f"the value {quoted(text)} must be 1 to {LONGEST_VALUE} printable characters"
        if text in texts[:index]:
            return f"the value {quoted(text)} stands twice"
    return None


class Enum(Shaped):
    """One of the ``values``, which are its own or those ``of`` an enum of the project."""

    name = "enum"
    modifiers: ClassVar[tuple[str, ...]] = (*PLAIN, "of", "values")
    needs: ClassVar[tuple[str, ...]] = ("values",)
    alternative = "of"
    synonyms = "choice choices select option options enumeration"
    takes_blank = True
    short_value = "[^:]+"
    has_check = False
    is_free_text = True
    examples: ClassVar[tuple[Json, ...]] = ("new",)

    def read_short(self, key: str, text: str) -> Json:
        """Read the values, which commas part."""
        return text.split(",") if key == "values" else text

    def value_fault(self, field: Parts, value: Json) -> str | None:
        """Refuse values that are not listed; accept any before the values are known."""
        is_listed = value in field.values or not field.values
        return None if is_listed else f"must be one of {', '.join(field.values)[:100]}"

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """The same for every list of values."""
        return (LONGEST_VALUE,)

    def neutral(self, field: Parts) -> Json:
        """The first value."""
        return field.values[0]
