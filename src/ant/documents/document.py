"""A parsed document with the location of everything in it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ant.core.errors import InvalidDocument, Problem
from ant.core.locations import PlacedText, dotted
from ant.core.text.json_depth import DEEPEST

Path = tuple[str | int, ...]
"""The way to a value: keys of objects and indexes of lists."""

TOO_DEEP = f"This is nested more than {DEEPEST} levels deep."


class Position(NamedTuple):
    """A position in a text; both count from 1."""

    line: int
    column: int


class Document(NamedTuple):
    """A value, and the places of its parts."""

    value: Any
    name: str | None
    """The file that the text comes from."""
    places: Callable[[], Mapping[Path, Position]]
    """Places by path: of an entry its key, of an item its first character."""

    def where(self, path: Path) -> str:
        """The path in words, for a file with line and column: ``routes.x (a.json:3:5)``."""
        words = dotted(path)
        place = self.places().get(path) if self.name else None
        if place is None:
            return words or self.name or ""
        at = f"{self.name}:{place.line}:{place.column}"
        return PlacedText(f"{words} ({at})" if words else at, self.name, *place)


def refuse(message: str, name: str | None, place: Position | None = None) -> InvalidDocument:
    """The error for a text that cannot be read."""
    where = name
    if place is not None and name:
        where = PlacedText(f"{name}:{place.line}:{place.column}", name, *place)
    elif place is not None:
        where = PlacedText(f"line {place.line}, column {place.column}", None, *place)
    return InvalidDocument(Problem(message, where))


def place_of(text: str, position: int) -> Position:
    """The place of a character."""
    return Position(
        text.count("\n", 0, position) + 1, position - (text.rfind("\n", 0, position) + 1) + 1
    )


def decoded(content: bytes, name: str | None) -> str:
    """The text of a file: UTF-8, with or without a byte order mark. Raises ``InvalidDocument``."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Counted in the bytes that the error holds, which are without the mark.
        before = error.object[: error.start].decode()
        raise refuse("This is not UTF-8.", name, place_of(before, len(before))) from None
