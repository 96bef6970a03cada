"""A parsed document with the location of everything in it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ant.core.errors import InvalidDocument, Problem
from ant.core.locations import LocatedText, dotted
from ant.core.text.json_depth import DEEPEST

Path = tuple[str | int, ...]
"""The way to a value: keys of objects and indexes of lists."""

TOO_DEEP = f"This is nested more than {DEEPEST} levels deep."


class Position(NamedTuple):
    """A position in a text; both count from 1."""

    line: int
    column: int


class Document(NamedTuple):
    """A value, and the positions of its parts."""

    value: Any
    name: str | None
    """The file that the text comes from."""
    positions: Callable[[], Mapping[Path, Position]]
    """By path: of an entry its key, of an item its first character."""

    def where(self, path: Path) -> str:
        """The path in words, for a file with line and column: ``routes.x (a.json:3:5)``."""
        words = dotted(path)
        position = self.positions().get(path) if self.name else None
        if position is None:
            return words or self.name or ""
        at = f"{self.name}:{position.line}:{position.column}"
        return LocatedText(f"{words} ({at})" if words else at, self.name, *position)


def refuse(message: str, name: str | None, position: Position | None = None) -> InvalidDocument:
    """The error for a text that cannot be read."""
    where = name
    if position is not None and name:
        where = LocatedText(f"{name}:{position.line}:{position.column}", name, *position)
    elif position is not None:
        where = LocatedText(f"line {position.line}, column {position.column}", None, *position)
    return InvalidDocument(Problem(message, where))


def position_of(text: str, position: int) -> Position:
    """The position of a character."""
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
        raise refuse("This is not UTF-8.", name, position_of(before, len(before))) from None
