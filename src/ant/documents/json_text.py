"""JSON (RFC 8259), strictly: no NaN, no duplicate keys, no bottomless nesting."""

import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NoReturn

from ant.documents.document import DEEPEST, Document, Path, Place, decoded, refuse

_TOKEN = re.compile(r'[ \t\r\n]*([{}\[\]:,]|"(?:[^"\\]|\\.)*"|[^\s{}\[\]:,"]+)', re.DOTALL)


Locator = Callable[[str], Place | None]


class _Refused(ValueError):
    """Something that ``json`` alone would let pass, and how to find it in the text."""

    def __init__(self, message: str, locate: Locator) -> None:
        super().__init__(message)
        self.locate = locate


def parse_json(content: bytes, name: str | None = None) -> Document:
    """Return the document; raise ``InvalidDocument`` with the place of what is wrong."""
    text = decoded(content, name)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_float=_finite,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        place = Place(error.lineno, error.colno)
        raise refuse(f"This is not JSON: {error.msg}.", name, place) from None
    except _Refused as error:
        raise refuse(str(error), name, error.locate(text)) from None
    except RecursionError:
        raise refuse(f"This is nested more than {DEEPEST} levels deep.", name) from None
    _check_depth(value, name)
    return Document(value, name, cache(lambda: dict(_places(text))))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        spelled = json.dumps(twice, ensure_ascii=False)
        raise _Refused(f"Key {spelled} stands twice in one object.", _first_repeated)
    return result


def _no_constant(text: str) -> NoReturn:
    raise _Refused(f"{text} is not JSON.", _locator(text))


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise _Refused(f"The number {text} is too large.", _locator(text))
    return number


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        message = f"The number {text[:20]}… has more digits than Python reads."
        raise _Refused(message, _locator(text)) from None


def _locator(wanted: str) -> Locator:
    return lambda text: next((place for token, place in _tokens(text) if token == wanted), None)


def _first_repeated(text: str) -> Place | None:
    seen: set[Path] = set()
    for path, place in _places(text):
        if path in seen:
            return place
        seen.add(path)
    return None


def _check_depth(value: Any, name: str | None) -> None:
    """Refuse deep nesting without recursion, which is what it would exhaust elsewhere."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            child
            for parent in level
            if isinstance(parent, dict | list)
            for child in (parent.values() if isinstance(parent, dict) else parent)
        ]
        if not level:
            return
    raise refuse(f"This is nested more than {DEEPEST} levels deep.", name)


def _tokens(text: str) -> Iterator[tuple[str, Place]]:
    line, start, seen = 1, 0, 0
    for match in _TOKEN.finditer(text):
        position = match.start(1)
        breaks = text.count("\n", seen, position)
        if breaks:
            line += breaks
            start = text.rfind("\n", seen, position) + 1
        seen = position
        yield match[1], Place(line, position - start + 1)


def _places(text: str) -> Iterator[tuple[Path, Place]]:
    """Walk a text that is known to be JSON."""
    path: list[str | int] = []
    kinds: list[str] = []
    key_next = False
    for token, place in _tokens(text):
        if token in "}]":
            kinds.pop()
            path.pop()
            key_next = False
        elif token == ",":
            if kinds[-1] == "[":
                path[-1] = int(path[-1]) + 1
            key_next = kinds[-1] == "{"
        elif token == ":":
            key_next = False
        elif key_next:
            path[-1] = json.loads(token)
            yield tuple(path), place
        else:
            if not kinds or kinds[-1] == "[":
                yield tuple(path), place
            if token in "{[":
                kinds.append(token)
                path.append(0 if token == "[" else "")
                key_next = token == "{"
