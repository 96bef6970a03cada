"""JSON (RFC 8259), strictly: no NaN, no duplicate keys, no bottomless nesting."""

import json
import math
from collections.abc import Callable
from functools import cache
from typing import Any, NoReturn

from ant.core.text.json_depth import is_deep_text
from ant.core.text.words import quoted, shortened
from ant.documents.document import TOO_DEEP, Document, Position, decoded, refuse
from ant.documents.json_positions import first_too_deep, positions, repeated_key, tokens

Fault = tuple[str, Position | None]


class _Refused(ValueError):
    """Something that ``json`` alone would let pass; what it is and where, found in the text."""

    def __init__(self, look: Callable[[str], Fault]) -> None:
        super().__init__()
        self.look = look


def parse_json(content: bytes, name: str | None = None) -> Document:
    """Return the document; raise ``InvalidDocument`` with the place of what is wrong."""
    text = decoded(content, name)
    if is_deep_text(text):
        raise refuse(TOO_DEEP, name, first_too_deep(text))
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        position = Position(error.lineno, error.colno)
        raise refuse(f"This is not JSON: {error.msg}.", name, position) from None
    except _Refused as error:
        message, found = error.look(text)
        raise refuse(message, name, found) from None
    return Document(value, name, cache(lambda: dict(positions(text))))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _Refused(_repeated)
    return result


def _repeated(text: str) -> Fault:
    key, position = repeated_key(text)
    return f"Key {quoted(key)} stands twice in one object.", position


def _no_constant(text: str) -> NoReturn:
    raise _wrong_token(text, f"{text} is not JSON.")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _wrong_token(text, f"The number {shortened(text)} is too large.")
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = f"The number {shortened(text)} has more digits than Python reads."
        raise _wrong_token(text, message) from None


def _wrong_token(found: str, message: str) -> _Refused:
    return _Refused(
        lambda text: (message, next((at for token, at in tokens(text) if token == found), None))
    )
