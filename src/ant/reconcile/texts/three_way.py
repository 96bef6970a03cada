"""Three-way merge of sequences: what differs between two versions, carried into a third one."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from ant.reconcile.texts.alignment import Line, Pair, alignments, certain, ranks

CURRENT, INCOMING = "current", "incoming"

MergedLine = tuple[str, int]
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
    base: Span
    incoming: Span


class Change(NamedTuple):
    """A place that the newer version changes."""

    region: Region
    result: tuple[MergedLine, ...] | None
    """The result; None for a conflict."""


class Versions(NamedTuple):
    """Three versions of a sequence: as it is now, as generated, and of the newer version."""

    current: Sequence[Line]
    base: Sequence[Line]
    incoming: Sequence[Line]


def changes(versions: Versions) -> list[Change]:
    """Return the places where the newer version differs, each with its result if it is unambiguous.

    It is where only one side changed the place, with an unchanged line between it and the changes
    of the other side, as in git. Where it is unknown which of several equal lines was added or
    removed, every choice must give the same result: this is stricter than git, which takes one of
    them.
    """
    current, base, incoming = versions
    current_pairs, incoming_pairs = ranks(base, current), ranks(base, incoming)
    found = []
    for region in regions(versions, certain(current_pairs), certain(incoming_pairs)):
        parts = _parts(versions, region)
        if parts.base == parts.incoming or parts.current == parts.incoming:
            continue
        if parts.current == parts.base:
            result: tuple[MergedLine, ...] | None = lines_of(INCOMING, region.incoming)
        else:
            result = _agreed(versions, region)
        found.append(Change(region, result))
    return found


def merged(current: Sequence[Line], found: Iterable[Change]) -> list[MergedLine]:
    """The whole result; conflicts keep their current items."""
    result: list[MergedLine] = []
    position = 0
    for change in found:
        if change.result is not None:
            result += lines_of(CURRENT, Span(position, change.region.current.first))
            result += change.result
            position = change.region.current.last
    return [*result, *lines_of(CURRENT, Span(position, len(current)))]


def lines_of(side: str, span: Span) -> tuple[MergedLine, ...]:
    """Lines of one version."""
    return tuple((side, position) for position in range(*span))


def regions(
    versions: Versions, current_pairs: Iterable[Pair], incoming_pairs: Iterable[Pair]
) -> Iterator[Region]:
    """The places between the lines that all versions have, in order; some may be empty.

    The pairs align the base with the current and with the incoming version.
    """
    to_current, to_incoming = dict(current_pairs), dict(incoming_pairs)
    shared = [position for position in to_current if position in to_incoming]
    ends = [(to_current[at], at, to_incoming[at]) for at in shared]
    ends.append((len(versions.current), len(versions.base), len(versions.incoming)))
    start = (0, 0, 0)
    for end in ends:
        yield Region(*(Span(*positions) for positions in zip(start, end, strict=True)))
        start = (end[0] + 1, end[1] + 1, end[2] + 1)


def _parts(versions: Versions, region: Region) -> Versions:
    return Versions(*(span.of(lines) for span, lines in zip(region, versions, strict=True)))


def _agreed(versions: Versions, region: Region) -> tuple[MergedLine, ...] | None:
    """The only possible result of a place, or None.

    Where a block can slide along equal lines, one of its positions may be a conflict, but not the
    one that git takes.
    """
    parts = _parts(versions, region)
    choices = product(*(alignments(parts.base, side) for side in (parts.current, parts.incoming)))
    results = [_resolved(parts, pairs) for pairs in choices]
    if not results or results[0] is None:
        return None
    texts = [_lines(parts, result) for result in results if result is not None]
    if any(text != texts[0] for text in texts):
        return None
    starts = {CURRENT: region.current.first, INCOMING: region.incoming.first}
    return tuple((side, starts[side] + position) for side, position in results[0])


def _resolved(parts: Versions, pairs: Iterable[list[Pair]]) -> tuple[MergedLine, ...] | None:
    result: list[MergedLine] = []
    for region in regions(parts, *pairs):
        lines = _parts(parts, region)
        if lines.base == lines.incoming or lines.current == lines.incoming:
            result += lines_of(CURRENT, region.current)
        elif lines.current == lines.base:
            result += lines_of(INCOMING, region.incoming)
        else:
            return None
        result += lines_of(CURRENT, Span(region.current.last, region.current.last + 1))
    return tuple(result[:-1])  # there is no line behind the last region


def _lines(parts: Versions, result: tuple[MergedLine, ...]) -> list[Line]:
    sides = {CURRENT: parts.current, INCOMING: parts.incoming}
    return [sides[side][position] for side, position in result]
