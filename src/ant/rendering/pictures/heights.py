"""The vertical position of each box of a column: short edges, and no overlap."""

from typing import NamedTuple

from ant.rendering.pictures.crossings import Step

PASSES = 12


class Stack(NamedTuple):
    """A column, from the top: its boxes and the gap between two of them."""

    boxes: list[int]
    gap: float


def placed(stacks: list[Stack], steps: list[list[Step]], heights: dict[int, float]) -> list[float]:
    """Return the top of every box and bend by its number; the topmost is at 0.

    The order in each column stays. ``heights`` has all numbers from 0 on.
    """
    tops = [0.0] * len(heights)
    for stack in stacks:
        top = 0.0
        for box in stack.boxes:
            tops[box] = top
            top += heights[box] + stack.gap
    joined: list[list[tuple[int, float]]] = [[] for _ in heights]
    left: list[list[tuple[int, float]]] = [[] for _ in heights]
    for between in steps:
        for step in between:
            left[step.end].append((step.start, step.out - step.into))
            joined[step.end].append((step.start, step.out - step.into))
            joined[step.start].append((step.end, step.into - step.out))
    for number in range(PASSES):
        others = left if number == 0 else joined
        for stack in stacks if number % 2 == 0 else reversed(stacks):
            _settle(stack, others, heights, tops)
    highest = min(tops, default=0.0)
    return [round(top - highest, 1) for top in tops]


def _settle(
    stack: Stack,
    joined: list[list[tuple[int, float]]],
    heights: dict[int, float],
    tops: list[float],
) -> None:
    """Move a column's boxes as close as its order lets them to where their edges are level.

    Boxes that would overlap form a group, each at the mean of their targets.
    """
    groups: list[tuple[float, float, list[int]]] = []  # the sum of targets, their weight, the boxes
    offset, offsets = 0.0, dict[int, float]()
    for box in stack.boxes:
        offsets[box] = offset
        offset += heights[box] + stack.gap
        targets = [tops[other] + shift for other, shift in joined[box]]
        weight = float(len(targets)) or 0.1
        target = sum(targets) / len(targets) if targets else tops[box]
        group = ((target - offsets[box]) * weight, weight, [box])
        while groups and groups[-1][0] / groups[-1][1] >= group[0] / group[1]:
            total, weight, boxes = groups.pop()
            group = (total + group[0], weight + group[1], boxes + group[2])
        groups.append(group)
    for total, weight, boxes in groups:
        for box in boxes:
            tops[box] = total / weight + offsets[box]
