"""The order of the boxes in each column, so that few edges cross."""

from bisect import bisect_right, insort
from collections.abc import Iterable
from typing import NamedTuple

SWEEPS = 16
MANY = 300
"""Parts of edges, from which on no pairs are tried: that would take too long."""


class Step(NamedTuple):
    """A part of an edge, from a box or a bend in one column to one in the next.

    ``start`` and ``end`` are numbers; ``out`` and ``into`` how far down each it is, from the top.
    """

    start: int
    end: int
    out: float
    into: float


def ordered(layers: list[list[int]], steps: list[list[Step]]) -> list[list[int]]:
    """Return the columns in a better order; ``steps[n]`` lead from column ``n`` to the next."""
    best, fewest = layers, _crossings(layers, steps)
    current = layers
    for sweep in range(SWEEPS):
        if not fewest:
            break
        current = _swept(current, steps, to_right=sweep % 2 == 0)
        found = _crossings(current, steps)
        if found < fewest:
            best, fewest = current, found
    few = sum(map(len, steps)) <= MANY
    return _exchanged(best, steps, fewest) if few else best


def _exchanged(layers: list[list[int]], steps: list[list[Step]], fewest: int) -> list[list[int]]:
    """Exchange neighbours for as long as that leaves fewer crossings."""
    pairs = [(index, i) for index, layer in enumerate(layers) for i in range(len(layer) - 1)]
    better = bool(fewest)
    while better:
        better = False
        for number, i in pairs:
            layer = layers[number]
            other = [*layer[:i], layer[i + 1], layer[i], *layer[i + 2 :]]
            attempt = [*layers[:number], other, *layers[number + 1 :]]
            found = _crossings(attempt, steps)
            if found < fewest:
                layers, fewest, better = attempt, found, True
    return layers


def _swept(layers: list[list[int]], steps: list[list[Step]], *, to_right: bool) -> list[list[int]]:
    """Each column in the order of the middles of what its boxes are joined to on one side."""
    result = list(layers)
    numbers = range(1, len(layers)) if to_right else range(len(layers) - 2, -1, -1)
    for number in numbers:
        fixed = result[number - 1 if to_right else number + 1]
        positions = {box: position for position, box in enumerate(fixed)}
        joined: dict[int, list[float]] = {}
        for step in steps[number - 1 if to_right else number]:
            near, far, at = (
                (step.end, step.start, step.out) if to_right else (step.start, step.end, step.into)
            )
            joined.setdefault(near, []).append(positions[far] + min(at / 10_000, 0.99))
        result[number] = _by_middle(result[number], joined)
    return result


def _by_middle(layer: list[int], joined: dict[int, list[float]]) -> list[int]:
    """Those that are joined to nothing keep their places."""
    moving = [box for box in layer if box in joined]
    moving.sort(key=lambda box: sum(joined[box]) / len(joined[box]))
    rest = iter(moving)
    return [next(rest) if box in joined else box for box in layer]


def _crossings(layers: list[list[int]], steps: list[list[Step]]) -> int:
    return sum(
        _inversions(
            sorted((left[step.start], step.out, right[step.end], step.into) for step in between)
        )
        for left, right, between in zip(
            map(_positions, layers), map(_positions, layers[1:]), steps, strict=False
        )
    )


def _positions(layer: list[int]) -> dict[int, int]:
    return {box: position for position, box in enumerate(layer)}


def _inversions(ends: Iterable[tuple[int, float, int, float]]) -> int:
    """How many pairs end in the other order than they start in; those of one port do not cross."""
    seen: list[tuple[int, float]] = []
    count = 0
    for _, _, box, into in ends:
        count += len(seen) - bisect_right(seen, (box, into))
        insort(seen, (box, into))
    return count
