"""The column of each box of a picture: what is referred to is on the left."""

from typing import NamedTuple

Edge = tuple[int, int]
"""From a box to another one, by their numbers."""


class Layers(NamedTuple):
    """The column of each box, and the edges that lead from right to left because of a cycle."""

    of: list[int]
    reversed: set[Edge]


def layers_of(heights: list[float], edges: list[Edge], tallest: float) -> Layers:
    """Return a column for each box, so that every edge leads to a later one.

    Edges that close a cycle lead to an earlier one. A column is no taller than ``tallest`` where
    boxes can go further right instead. No edge leads from a box to itself.
    """
    edges = sorted(set(edges))
    order, turned = _sorted(len(heights), edges)
    forward = [(b, a) if (a, b) in turned else (a, b) for a, b in edges]
    before, after = _neighbours(len(heights), forward)
    of, filled = [0] * len(heights), dict[int, float]()
    for box in order:
        layer = max((of[other] + 1 for other in before[box]), default=0)
        while filled.get(layer, 0) and filled[layer] + heights[box] > tallest:
            layer += 1
        of[box] = layer
        filled[layer] = filled.get(layer, 0) + heights[box]
    for box in reversed(order):  # what refers to nothing is next to what refers to it
        nearest = min((of[other] for other in after[box]), default=0) - 1
        is_free = filled.get(nearest, 0) + heights[box] <= tallest
        if not before[box] and nearest > of[box] and is_free:
            filled[of[box]] -= heights[box]
            filled[nearest] += heights[box]
            of[box] = nearest
    used = {layer: number for number, layer in enumerate(sorted(set(of)))}
    return Layers([used[layer] for layer in of], turned)


def _neighbours(count: int, edges: list[Edge]) -> tuple[list[list[int]], list[list[int]]]:
    before: list[list[int]] = [[] for _ in range(count)]
    after: list[list[int]] = [[] for _ in range(count)]
    for one, other in edges:
        before[other].append(one)
        after[one].append(other)
    return before, after


def _sorted(count: int, edges: list[Edge]) -> tuple[list[int], set[Edge]]:
    """The boxes in an order that all edges follow but those that are returned with it."""
    before, after = _neighbours(count, edges)
    # Backwards, because the walk is read backwards in the end: equal boxes keep their order.
    starts = sorted(range(count), key=lambda box: (len(before[box]), -box))
    done: list[int] = []
    state = dict[int, bool]()  # whether the walk has left the box again
    turned = set()
    for start in starts:
        stack = [] if start in state else [(start, reversed(after[start]))]
        state.setdefault(start, False)
        while stack:
            box, rest = stack[-1]
            inner = next(rest, None)
            if inner is None:
                stack.pop()
                state[box] = True
                done.append(box)
            elif inner not in state:
                state[inner] = False
                stack.append((inner, reversed(after[inner])))
            elif not state[inner]:
                turned.add((box, inner))
    order = {box: number for number, box in enumerate(reversed(done))}
    return sorted(range(count), key=lambda box: order[box]), turned
