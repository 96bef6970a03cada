"""A text file as a list of entries, each with a key, and the comments that belong to them."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

from ant.reconcile.texts.text import Piece, Text, pieces


class Statement(NamedTuple):
    """The lines of one statement, from ``first`` to before ``last``."""

    first: int
    last: int
    key: str
    """Its key."""
    value: Hashable
    """A normalized form: equal for equivalent statements, however they are written."""
    full_key: str = ""
    """Tells apart statements about the same, where a file may have several of them."""
    remark: str = ""
    """The comment behind it, on its last line."""


Reader = Callable[[Text], list[Statement]]
"""Finds the statements of a file; all other lines are comments or empty."""


class Entry(NamedTuple):
    """A statement with the comments above it."""

    key: str
    statement: Statement
    above: tuple[Piece, ...]
    lines: tuple[Piece, ...]


class File(NamedTuple):
    """A file taken apart; what it consists of, in order, gives its text again."""

    text: Text
    head: tuple[Piece, ...]
    """The comment at the top, that is about the whole file."""
    entries: tuple[Entry, ...]
    tail: tuple[Piece, ...]

    def by_key(self) -> dict[str, Entry]:
        """The entries by their keys, the first one of each."""
        return {entry.key: entry for entry in reversed(self.entries)}

    def repeated(self) -> set[str]:
        """The keys that occur more than once."""
        counts = Counter(entry.key for entry in self.entries)
        return {key for key, count in counts.items() if count > 1}


def take_apart(texts: Iterable[Text], read: Reader) -> list[File]:
    """Return versions of a file as entries; keys that one version repeats are numbered in all."""
    versions = [(text, read(text)) for text in texts]
    counts = (Counter(statement.key for statement in found) for _, found in versions)
    repeated = {key for count in counts for key in count if count[key] > 1}
    return [_file(text, found, repeated) for text, found in versions]


def _file(text: Text, found: list[Statement], repeated: set[str]) -> File:
    reached = _end_of_head(text, found[0].first) if found else len(text.lines)
    head = tuple(pieces(text, 0, reached))
    entries = []
    for statement in found:
        is_repeated = statement.key in repeated and statement.full_key
        entries.append(
            Entry(
                statement.full_key if is_repeated else statement.key,
                statement,
                tuple(pieces(text, reached, statement.first)),
                tuple(pieces(text, statement.first, statement.last)),
            )
        )
        reached = statement.last
    return File(text, head, tuple(entries), tuple(pieces(text, reached)))


def _end_of_head(text: Text, limit: int) -> int:
    """The first empty line, or where the first statement begins."""
    lines = enumerate(text.lines[:limit])
    return next((at for at, line in lines if not line.strip()), limit)
