"""Suggestions for hand-written lines with a renamed identifier."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from ant.core.names.renames import Renames, renamed
from ant.core.names.route_names import RouteNames
from ant.core.spec import Spec
from ant.reconcile.renaming.differences import Words
from ant.reconcile.renaming.fields import field_names
from ant.reconcile.renaming.prefixes import Urls

PLAIN = "Change that line."

_WORD = re.compile(r"\w+")
_IMPORT = re.compile(r"\s*(?:from|import)\s")
_OWN_NAME = re.compile(r"\bas\s+\w+")


class _Change(NamedTuple):
    start: int
    old: str
    new: str


Finder = Callable[[str], Iterator[_Change]]
"""Finds renamed identifiers in a text."""


def names_of_routes(words: Words | Urls) -> Finder:
    """Return a finder of the names that routes give to modules, classes, methods and URLs."""

    def find(text: str) -> Iterator[_Change]:
        for found in _WORD.finditer(text):
            new = words.replaced(found[0])
            if new != found[0]:
                yield _Change(found.start(), found[0], new)

    return find


def names_of_fields(names: Mapping[str, str]) -> Finder:
    """Return a finder of columns, and of lookups that begin with one, such as ``age__gte``."""

    def find(text: str) -> Iterator[_Change]:
        for found in _WORD.finditer(text):
            name, double, lookup = found[0].partition("__")
            new = names.get(found[0]) or (names.get(name) if double and lookup else None)
            if new is not None:
                whole = new if found[0] in names else f"{new}__{lookup}"
                yield _Change(found.start(), found[0], whole)

    return find


def names_of(old: Spec, renames: Renames) -> Finder:
    """Return a finder of all identifiers that some renames change."""
    fields = field_names(old, renamed(old, Renames(fields=renames.fields)))
    pairs = [(RouteNames(called), RouteNames(name)) for called, name in renames.routes.items()]
    finders = [names_of_routes(Words(tuple(pairs))), names_of_fields(fields)]

    def find(text: str) -> Iterator[_Change]:
        found = {change.start: change for finder in finders for change in finder(text)}
        yield from (found[start] for start in sorted(found))

    return find


def hint_of(line: str, used: str, find: Finder) -> str:
    """Return a hint for a line that uses an old name.

    It is the line with the new name where every old name in it certainly refers to the renamed
    thing: it is the one that was reported, or it is imported. Otherwise it is a sentence.
    """
    in_line, in_use = [*find(line)], [*find(used)]
    names = [change.old for change in in_line]
    certain = [change.old for change in in_use]
    if _IMPORT.match(line):
        is_certain = not any([*find(own)] for own in _OWN_NAME.findall(line))
    else:
        is_certain = all(names.count(name) <= certain.count(name) for name in names)
    if in_line and is_certain:
        for change in reversed(in_line):
            end = change.start + len(change.old)
            line = line[: change.start] + change.new + line[end:]
        return f"Change that line to:\n    {line.strip()}"
    pairs = {change.old: change.new for change in (in_use or in_line)}
    words = ", ".join(f"'{new}' in place of '{old}'" for old, new in pairs.items())
    return f"Change that line: write {words}." if words else PLAIN
