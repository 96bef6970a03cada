"""JSON as this project writes it into files that people read and edit."""

import json
import re

from ant.core.fields import Json

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which UTF-8 cannot hold


def json_text(value: Json) -> str:
    """Return the text of a value: two spaces a level, the order of keys as it is, a last newline."""
    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return _SURROGATE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)
