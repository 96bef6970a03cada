"""Three-way merge of sequences: what differs between two versions, carried into a third one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from ant.reconcile.texts.alignment import Line, Pair, alignments, certain, ranks

CURRENT, NEW = "current", "new"

Taken = tuple[str, int]
"""A line of the result: the version that it comes from, and its position there."""


class Span(NamedTuple):
    """Positions in a sequence, from ``first`` to before ``last``."""

    first: int
    last: int

    def of(self, lines: Sequence[Line]) -> list[Line]:
        """The current items."""
        return [*lines[self.first : self.last]]


class Region(NamedTuple):
    """The same place in three versions, between two lines that all of them have."""

    current: Span
    old: Span
    new: Span


class Change(NamedTuple):
    """A place that the newer version changes."""

    region: Region
    result: tuple[Taken, ...] | None
    """The result; None for a conflict."""


class Versions(NamedTuple):
    """Three versions of a sequence: current, as generated, and of the newer version."""

    current: Sequence[Line]
    old: Sequence[Line]
    new: Sequence[Line]


def changes(versions: Versions) -> list[Change]:
    """Return the places where the newer version differs, each with its result if it is unambiguous.

    It is where only one side changed the place, with an unchanged line between it and the changes
    of the other side, as in git. Where it is unknown which of several equal lines was added or
    removed, every choice must give the same result: this is stricter than git, which takes one of
    them.
    """
    current, old, new = versions
    mine, ours = ranks(old, current), ranks(old, new)
    found = []
    for region in regions(versions, certain(mine), certain(ours)):
        parts = _parts(versions, region)
        if parts.old == parts.new or parts.current == parts.new:
            continue
        if parts.current == parts.old:
            result: tuple[Taken, ...] | None = taken(NEW, region.new)
        else:
            result = _agreed(versions, region)
        found.append(Change(region, result))
    return found


def merged(current: Sequence[Line], found: Iterable[Change]) -> list[Taken]:
    """The whole result; conflicts keep their current items."""
    result: list[Taken] = []
    position = 0
    for change in found:
        if change.result is not None:
            result += taken(CURRENT, Span(position, change.region.current.first))
            result += change.result
            position = change.region.current.last
    return [*result, *taken(CURRENT, Span(position, len(current)))]


def taken(side: str, span: Span) -> tuple[Taken, ...]:
    """Lines of one version."""
    return tuple((side, position) for position in range(*span))


def regions(versions: Versions, mine: Iterable[Pair], ours: Iterable[Pair]) -> Iterator[Region]:
    """The places between the lines that all versions have, in order; some may be empty."""
    to_current, to_new = dict(mine), dict(ours)
    shared = [position for position in to_current if position in to_new]
    ends = [(to_current[at], at, to_new[at]) for at in shared]
    ends.append((len(versions.current), len(versions.old), len(versions.new)))
    start = (0, 0, 0)
    for end in ends:
        yield Region(*(Span(*positions) for positions in zip(start, end, strict=True)))
        start = (end[0] + 1, end[1] + 1, end[2] + 1)


def _parts(versions: Versions, region: Region) -> Versions:
    return Versions(*(span.of(lines) for span, lines in zip(region, versions, strict=True)))


def _agreed(versions: Versions, region: Region) -> tuple[Taken, ...] | None:
    """The only possible result of a place, or None.

    Where a block can slide along equal lines, one of its positions may be a conflict, but not the
    one that git takes.
    """
    parts = _parts(versions, region)
    mine, ours = (alignments(parts.old, side) for side in (parts.current, parts.new))
    results = [_resolved(parts, pairs) for pairs in product(mine, ours)]
    if not results or results[0] is None:
        return None
    texts = [_lines(parts, result) for result in results if result is not None]
    if any(text != texts[0] for text in texts):
        return None
    starts = {CURRENT: region.current.first, NEW: region.new.first}
    return tuple((side, starts[side] + position) for side, position in results[0])


def _resolved(parts: Versions, pairs: tuple[list[Pair], list[Pair]]) -> tuple[Taken, ...] | None:
    mine, ours = pairs
    result: list[Taken] = []
    for region in regions(parts, mine, ours):
        here = _parts(parts, region)
        if here.old == here.new or here.current == here.new:
            result += taken(CURRENT, region.current)
        elif here.current == here.old:
            result += taken(NEW, region.new)
        else:
            return None
        result += taken(CURRENT, Span(region.current.last, region.current.last + 1))
    return tuple(result[:-1])  # the line behind the last region is none of theirs


def _lines(parts: Versions, result: tuple[Taken, ...]) -> list[Line]:
    sides = {CURRENT: parts.current, NEW: parts.new}
    return [sides[side][position] for side, position in result]
