"""``password``, of which a hash is stored."""

from typing import ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import Parts
from ant.field_types.texts.text import Measured

LONGEST_HASH = 255


class Password(Measured):
    """A text that is only stored as a hash."""

    name = "password"
    modifiers: ClassVar[tuple[str, ...]] = ("required", "min", "max", "description", "column")
    modifier_defaults: ClassVar[dict[str, Json]] = {"min": 8, "max": 128}
    synonyms = "secret passwd pwd"
    longest = 1024
    is_hidden = True
    has_check = False
    schema_class = "Password"
    conversion = ""
    takes_fill = False
    examples: ClassVar[tuple[Json, ...]] = ("correct horse",)

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """Those of a hash."""
        return (LONGEST_HASH,)

    def size_label(self, field: Parts) -> str:
        """A hash does not reveal the text."""
        return ""
