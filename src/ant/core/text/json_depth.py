"""How deeply JSON may be nested: our own limit, the same with every version of Python."""

import json
from itertools import accumulate
from typing import Any

from ant.core.text.json_value import Json

DEEPEST = 100
"""Lists and objects inside each other: not every JSON parser would read back what is deeper."""

_NO_BRACKETS = bytes({*range(256)} - {*b"[]{}"})
_STEPS = dict.fromkeys(b"[{", 1) | dict.fromkeys(b"]}", -1)
_INNER = (dict, list)  # asking a tuple takes half as long as asking ``dict | list``


class TooDeep(ValueError):
    """JSON that is nested more than ``DEEPEST`` levels deep."""

    def __init__(self) -> None:
        """Say it in words that can follow ``this is not JSON that we can read:``."""
        super().__init__(f"nested more than {DEEPEST} levels deep")


def read_json(text: str | bytes, **options: Any) -> Json:  # noqa: ANN401, those of ``json``
    """Read JSON; raise ``ValueError`` for what is none or is nested too deeply."""
    if isinstance(text, bytes):
        text = text.decode("utf-8-sig")
    if is_deep_text(text):
        raise TooDeep
    return json.loads(text, **options)


def read_json_or_text(text: str) -> Json:
    """Read JSON, or a text that is none as itself."""
    try:
        return read_json(text)
    except ValueError:
        return text


def is_deep_text(text: str) -> bool:
    """Whether a JSON text is nested too deeply; of any other text, whether it may be."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    content = text.encode("utf-8", "replace").replace(rb"\\", b"").replace(rb"\"", b"")
    brackets = b"".join(content.split(b'"')[::2]).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) > DEEPEST


def is_deep(value: Json) -> bool:
    """Whether a value is nested too deeply; found without recursion, which it would exhaust."""
    level: list[Any] = [[value]]
    for _ in range(DEEPEST + 1):
        level = [
            child
            for parent in level
            for child in (parent.values() if isinstance(parent, dict) else parent)
            if isinstance(child, _INNER)
        ]
        if not level:
            return False
    return True
