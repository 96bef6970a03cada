"""Line alignment of two versions by longest common subsequence.

There may be several of equal length: it is ambiguous which of two equal neighbours was added. A
pair of lines that is in all of them is certain.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Sequence

Pair = tuple[int, int]
"""The positions of one line in two versions."""

Line = Hashable

MOST_PAIRS = 4_000_000
"""Pairs of equal lines that are looked at; more are in no text that people write."""


class TooMany(ValueError):
    """Two texts that have too many equal lines to compare."""


def ranks(left: Sequence[Line], right: Sequence[Line]) -> list[list[Pair]]:
    """For each position in the common subsequences, the pairs that one of them has there.

    The pairs of a rank are in ascending order of their left position.
    """
    positions = defaultdict(list)
    for position, line in enumerate(right):
        positions[line].append(position)
    if sum(len(positions.get(line, ())) for line in left) > MOST_PAIRS:
        raise TooMany
    forward = _lengths(left, positions, descending=False)
    count = len(right)
    mirrored = {
        line: [count - 1 - at for at in reversed(found)] for line, found in positions.items()
    }
    backward = _lengths(left, mirrored, descending=True)
    longest = max(forward.values(), default=0)
    result: list[list[Pair]] = [[] for _ in range(longest)]
    for (i, j), before in forward.items():
        if before + backward[i, count - 1 - j] - 1 == longest:
            result[before - 1].append((i, j))
    return result


def _lengths(
    left: Sequence[Line], positions: dict[Line, list[int]], *, descending: bool
) -> dict[Pair, int]:
    """How long the longest common subsequence is that ends at a pair, for each pair."""
    found: dict[Pair, int] = {}
    ends: list[int] = []  # the smallest right position at which a sequence of each length ends
    order = range(len(left))
    for i in reversed(order) if descending else order:
        matches = positions.get(left[i], ())
        lengths = [bisect_left(ends, j) for j in matches]
        for j, length in zip(reversed(matches), reversed(lengths), strict=True):
            found[i, j] = length + 1
            if length == len(ends):
                ends.append(j)
            elif j < ends[length]:
                ends[length] = j
    return found


def certain(found: list[list[Pair]]) -> list[Pair]:
    """The pairs that are in all of the longest common subsequences."""
    return [pairs[0] for pairs in found if len(pairs) == 1]


def alignments(base: Sequence[Line], side: Sequence[Line]) -> list[list[Pair]]:
    """The alignments of two versions, where these are unambiguous; none where they are not.

    They are where there is only one, or where one block was added or removed and can slide along
    lines that equal its own. Then the first has the block as far down as possible, as git does, and
    the second as far up.
    """
    found = ranks(base, side)
    if all(len(pairs) == 1 for pairs in found):
        return [certain(found)]
    short, long = sorted((base, side), key=len)
    size = len(short)
    above = next((at for at in range(size) if short[at] != long[at]), size)
    below = next((at for at in range(size) if short[-1 - at] != long[-1 - at]), size)
    if above + below < size:
        return []
    added = len(long) - size
    ways = [[(at, at + added * (at >= block)) for at in range(size)]
            for block in (above, size - below)]  # fmt: skip
    return ways if short is base else [[(j, i) for i, j in way] for way in ways]


def alignment(base: Sequence[Line], side: Sequence[Line]) -> list[Pair]:
    """One of the longest common subsequences: the one that pairs lines as early as it can."""
    chain: list[Pair] = []
    for pairs in ranks(base, side):
        following = [
            pair
            for pair in pairs
            if not chain or (pair[0] > chain[-1][0] and pair[1] > chain[-1][1])
        ]
        chain.append(min(following, key=sum))
    return chain
