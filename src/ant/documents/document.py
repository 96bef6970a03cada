"""A parsed text, with the place of everything in it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ant.core.errors import InvalidDocument, Problem

Path = tuple[str | int, ...]
"""The way to a value: keys of objects and indexes of lists."""

LONGEST = 10 * 1024 * 1024
"""Bytes of text that are read at the most."""

DEEPEST = 100
"""Levels of nesting: deeper ones could not be written or read again by every JSON parser."""


class Place(NamedTuple):
    """Where something stands in a text; both count from 1."""

    line: int
    column: int


class Document(NamedTuple):
    """A value, and the places of its parts."""

    value: Any
    name: str | None
    """The file that the text comes from."""
    places: Callable[[], Mapping[Path, Place]]
    """Places by path: of an entry its key, of an item its first character."""

    def where(self, path: Path) -> str:
        """The path in words, for a file with line and column: ``routes.x (a.json:3:5)``."""
        words = dotted(path)
        place = self.places().get(path) if self.name else None
        if place is None:
            return words
        at = f"{self.name}:{place.line}:{place.column}"
        return f"{words} ({at})" if words else at


def dotted(path: Path) -> str:
    """``("routes", "x", 0)`` as ``routes.x[0]``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def refuse(message: str, name: str | None, place: Place | None = None) -> InvalidDocument:
    """The error for a text that cannot be read."""
    where = None
    if place is not None:
        where = (
            f"{name}:{place.line}:{place.column}" if name else f"line {place[0]}, column {place[1]}"
        )
    return InvalidDocument(Problem(message, where or name))


def decoded(content: bytes, name: str | None) -> str:
    """The text of a file: UTF-8, with or without a byte order mark. Raises ``InvalidDocument``."""
    if len(content) > LONGEST:
        raise refuse(f"The spec is larger than {LONGEST // 1024**2} MB.", name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise refuse("This is not UTF-8.", name, Place(before.count(b"\n") + 1, column)) from None
