"""Resolutions that keep the changes of both sides, where the structure proves that they fit."""

import re
from collections.abc import Iterator, Sequence

from ant.reconcile.texts.alignment import alignment
from ant.reconcile.texts.text import Piece

_TOKEN = re.compile(r"\n|#[^\n]*|\w+|[^\S\n]+|[^\w\s#]")
_FEW = 30
"""Lines of a place of which the parts are compared as well."""

_COMMENT = re.compile(r"#.*")

Parts = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""Lines of one place: current, base and incoming."""


def candidates(parts: Parts) -> Iterator[list[str]]:
    """The lines that have what both sides changed, in the order of how likely they are right.

    First whole lines that were changed beside each other or added at one place, then parts of one
    line. No comment is ever made of two.
    """
    comments = {found[0] for side in parts for line in side if (found := _COMMENT.search(line))}
    grains: list[tuple[Sequence[Sequence[str]], str]] = [(parts, "\n")]
    if max(map(len, parts)) <= _FEW:
        grains.append(([_TOKEN.findall("\n".join(side)) for side in parts], ""))
    for versions, joint in grains:
        for is_reversed in (False, True):
            result = _combined(versions, is_reversed=is_reversed)
            if result is None:
                break
            lines = joint.join(result).split("\n") if result else []
            if all(not (found := _COMMENT.search(line)) or found[0] in comments for line in lines):
                yield lines


def with_ends(lines: list[str], current: Sequence[Piece]) -> list[Piece]:
    """The lines, those of the current text with the ends that they have there."""
    kept = {at: position for position, at in alignment([line for line, _ in current], lines)}
    return [(line, current[kept[at]][1] if at in kept else None) for at, line in enumerate(lines)]


def _combined(parts: Sequence[Sequence[str]], *, is_reversed: bool) -> list[str] | None:
    """All that either side added, without all that either removed; None if both removed the same.

    Where both added something, that of the current lines comes first, or last if ``is_reversed``.
    """
    current, base, incoming = parts
    kept, added = zip(*(_edits(base, side) for side in (current, incoming)), strict=True)
    result: list[str] = []
    for at in range(len(base) + 1):
        first, second = added[::-1] if is_reversed else added
        result += first[at] if first[at] == second[at] else [*first[at], *second[at]]
        if at == len(base):
            break
        if at not in kept[0] and at not in kept[1]:
            return None
        if at in kept[0] and at in kept[1]:
            result.append(base[at])
    return result


def _edits(base: Sequence[str], side: Sequence[str]) -> tuple[set[int], list[list[str]]]:
    """What stays of a sequence, by position, and what is added before each position."""
    pairs = alignment(base, side)
    added: list[list[str]] = [[] for _ in range(len(base) + 1)]
    reached = 0
    behind = 0
    for at, position in [*pairs, (len(base), len(side))]:
        added[behind] += side[reached:position]
        behind, reached = at + 1, position + 1
    return {at for at, _ in pairs}, added
