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
"""Lines of one place: current, as generated, and as the newer version generates them."""


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
        for is_turned in (False, True):
            result = _combined(versions, is_turned=is_turned)
            if result is None:
                break
            lines = joint.join(result).split("\n") if result else []
            if all(not (found := _COMMENT.search(line)) or found[0] in comments for line in lines):
                yield lines


def with_ends(lines: list[str], current: Sequence[Piece]) -> list[Piece]:
    """The lines, those of the current text with the ends that they have there."""
    kept = {at: position for position, at in alignment([line for line, _ in current], lines)}
    return [(line, current[kept[at]][1] if at in kept else None) for at, line in enumerate(lines)]


def _combined(parts: Sequence[Sequence[str]], *, is_turned: bool) -> list[str] | None:
    """All that either side added, without all that either removed; None if both removed the same.

    Where both added something, theirs comes first, or last if it ``is_turned``.
    """
    current, old, new = parts
    kept, added = zip(*(_edits(old, side) for side in (current, new)), strict=True)
    result: list[str] = []
    for at in range(len(old) + 1):
        mine, ours = added[0][at], added[1][at]
        if mine == ours:
            result += mine
        else:
            result += [*ours, *mine] if is_turned else [*mine, *ours]
        if at == len(old):
            break
        if at not in kept[0] and at not in kept[1]:
            return None
        if at in kept[0] and at in kept[1]:
            result.append(old[at])
    return result


def _edits(old: Sequence[str], side: Sequence[str]) -> tuple[set[int], list[list[str]]]:
    """What stays of a sequence, by position, and what is added before each position."""
    pairs = alignment(old, side)
    added: list[list[str]] = [[] for _ in range(len(old) + 1)]
    reached = 0
    behind = 0
    for at, there in [*pairs, (len(old), len(side))]:
        added[behind] += side[reached:there]
        behind, reached = at + 1, there + 1
    return {at for at, _ in pairs}, added
