"""``string``, a text in a line, and ``text``, one of any length; what all texts share."""

import re
from typing import ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import RANGE, FieldType, Parts, checked, read_whole

_SURROGATE = re.compile("[\ud800-\udfff]")


def storable(value: Json) -> str:
    """The value, if it is a text that databases store."""
    text = str(checked(value, isinstance(value, str), "must be a text"))
    if "\0" in text or _SURROGATE.search(text):
        raise ValueError("holds a character that no database stores")
    return text


class Shaped(FieldType):
    """What has a text of one shape as a spec gives it, and as a field holds it."""

    shape: str = ""
    """A regular expression of Python and of JavaScript for the whole text; '' for any."""
    requirement: str = ""
    """What a text of another shape must be."""

    def json_schema(self) -> dict[str, Json]:
        """A text of the shape."""
        return {"type": "string", **({"pattern": f"^({self.shape})$(?!\\n)"} if self.shape else {})}

    def normalize(self, value: Json) -> Json:
        """Take a text of the shape."""
        text = storable(value)
        fits = not self.shape or re.fullmatch(self.shape, text) is not None
        return checked(text, fits and self.is_valid(text), self.requirement)

    def is_valid(self, text: str) -> bool:
        """Whether a text of the shape is a value: a date may have no such day."""
        return True


class Measured(Shaped):
    """A text whose ``min`` and ``max`` are its lengths."""

    modifiers: ClassVar[tuple[str, ...]] = (*RANGE, "pattern")
    longest = 65_535
    has_case = True
    migration_type = "sa.String({0})"
    unique_fill = 'sa.cast(sa.column("id"), sa.String())'
    takes_blank = True

    def read_short(self, key: str, text: str) -> Json:
        """Read lengths as numbers."""
        return read_whole(text) if key in ("min", "max") else text

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """As many characters as a value may have."""
        return (field.maximum,) if isinstance(field.maximum, int) else ()

    def size_label(self, field: Parts) -> str:
        """The longest length, where it is not the usual one."""
        is_default = field.maximum in (None, self.modifier_defaults.get("max"))
        return "" if is_default else f"({field.maximum})"

    def neutral(self, field: Parts) -> Json:
        """The shortest text, of hyphens."""
        shortest = field.minimum if isinstance(field.minimum, int) else 0
        is_blank = field.may_be_blank or not self.refuses_blank
        return "-" * max(shortest, 0 if is_blank else 1)


class String(Measured):
    """A text in a line."""

    name = "string"
    modifier_defaults: ClassVar[dict[str, Json]] = {"max": 255}
    synonyms = "str varchar char character nvarchar varchar2 character_varying phone slug color"
    refuses_blank = True
    converter = "string"
    is_free_text = is_in_json = True
    examples: ClassVar[tuple[Json, ...]] = ("a", "Ada Lovelace", "Zoë's 100% <b>", "a:b=c,d")


class Text(String):
    """A text of any length; one that an index holds has a limit, as no index holds any text."""

    name = "text"
    modifier_defaults: ClassVar[dict[str, Json]] = {}
    synonyms = "longtext mediumtext tinytext clob textarea markdown html textfield"
    longest = 10_000_000
    column = "Text"
    migration_type = "sa.Text()"

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """Its column has none: how long it may be is changed without a word to the database."""
        return ()

    def size_label(self, field: Parts) -> str:
        """Its column has none."""
        return ""
