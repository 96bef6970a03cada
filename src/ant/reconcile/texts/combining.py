"""Combine several changed versions of one file."""

import difflib
from collections.abc import Sequence
from itertools import pairwise

Hunk = tuple[int, int, tuple[bytes, ...]]
"""A replaced range of lines, and the lines that replace it."""


class Overlap(Exception):
    """Two versions change the same lines in different ways."""


def combined(before: bytes, afters: Sequence[bytes]) -> bytes:
    """Return a text with the changes of several versions of it; raise ``Overlap``.

    The same change in several versions counts once.
    """
    lines = before.splitlines(keepends=True)
    hunks = sorted({hunk for after in afters for hunk in _hunks(lines, after)})
    for (_, end, _), (start, other_end, _) in pairwise(hunks):
        if start < end or (start == end and other_end == start):
            raise Overlap
    for start, end, new in reversed(hunks):
        lines[start:end] = new
    return b"".join(lines)


def _hunks(lines: list[bytes], after: bytes) -> list[Hunk]:
    new = after.splitlines(keepends=True)
    matcher = difflib.SequenceMatcher(None, lines, new, autojunk=False)
    return [
        (start, end, tuple(new[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]
