"""JSON as this project writes it into files that people read and edit."""

import json
import re

from ant.core.fields.field import Json

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which UTF-8 cannot hold


def json_text(value: Json) -> str:
    """Return a value as text: two spaces a level, its keys in their order, a newline at the end."""
    return escaped_halves(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def escaped_halves(text: str) -> str:
    """Return the text with each half of a character, which no file can hold, as an escape."""
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
