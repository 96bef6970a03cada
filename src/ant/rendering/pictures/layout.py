"""The positions of the boxes of a diagram and the course of the wires between them."""

from math import ceil, sqrt
from typing import NamedTuple

from ant.rendering.pictures.crossings import Step, ordered
from ant.rendering.pictures.heights import Stack, placed
from ant.rendering.pictures.layers import Layers, layers_of
from ant.rendering.pictures.packing import RATIO, Size, Spot, packed

GAP, BEND, CHANNEL, LOOP = 34.0, 12.0, 78.0, 44.0
SCREEN = 800.0
"""A height that a column may have in any case."""


class Wire(NamedTuple):
    """From a box to another one or itself; ``out`` and ``into`` are how far down each it is."""

    start: int
    end: int
    out: float
    into: float


class Frame(NamedTuple):
    """The position of a box, and its width, which is that of its column."""

    x: float
    y: float
    width: float


class Layout(NamedTuple):
    """The frames of the boxes and the points of the wires, in their order.

    A wire goes straight from each even point to the next one but for the last two of a loop; the
    first point is at the start of the wire. Wires from one port share their points.
    """

    frames: list[Frame]
    paths: list[list[Spot]]
    size: Size


def laid_out(sizes: list[Size], wires: list[Wire]) -> Layout:
    """Return a layout in which connected boxes are together, and apart from the others."""
    groups = _groups(len(sizes), wires)
    sizes = _alike(sizes, [group[0] for group in groups if len(group) == 1])
    frames = [Frame(0, 0, 0)] * len(sizes)
    paths: list[list[Spot]] = [[] for _ in wires]
    parts = [_Part(sizes, wires, group) for group in groups]
    parts.sort(key=lambda part: (len(part.boxes) == 1, -part.size.height, part.boxes))
    spots, size = packed([part.size for part in parts], GAP)
    for part, spot in zip(parts, spots, strict=True):
        for box, frame in part.frames().items():
            frames[box] = Frame(round(spot.x + frame.x, 1), round(spot.y + frame.y, 1), frame.width)
        for number, path in part.paths().items():
            moved = [Spot(round(spot.x + point.x, 1), round(spot.y + point.y, 1)) for point in path]
            paths[number] = moved
    return Layout(frames, paths, size)


def _groups(count: int, wires: list[Wire]) -> list[list[int]]:
    """The boxes that wires join, directly or not."""
    leader = list(range(count))

    def find(box: int) -> int:
        while leader[box] != box:
            leader[box] = leader[leader[box]]
            box = leader[box]
        return box

    for wire in wires:
        one, other = sorted((find(wire.start), find(wire.end)))
        leader[other] = one
    groups: dict[int, list[int]] = {}
    for box in range(count):
        groups.setdefault(find(box), []).append(box)
    return list(groups.values())


def _alike(sizes: list[Size], alone: list[int]) -> list[Size]:
    """The sizes, with unconnected boxes as wide as the widest of them."""
    width = max((sizes[box].width for box in alone), default=0.0)
    single = set(alone)
    return [
        Size(width, size.height) if box in single else size for box, size in enumerate(sizes)
    ]  # fmt: skip


class _Part:
    """The layout of boxes that are joined."""

    def __init__(self, sizes: list[Size], wires: list[Wire], boxes: list[int]) -> None:
        self.boxes = boxes
        self.sizes = sizes
        self.wires = {number: wire for number, wire in enumerate(wires) if wire.start in set(boxes)}
        number = {box: position for position, box in enumerate(boxes)}
        edges = [(number[w.start], number[w.end]) for w in self.wires.values() if w.start != w.end]
        heights = [sizes[box].height + GAP for box in boxes]
        self.layers = layers_of(heights, edges, _tallest([sizes[box] for box in boxes]))
        self.number = number
        self.heights = dict(enumerate(sizes[box].height for box in boxes))
        self._add_steps()
        self._position_boxes()

    def _add_steps(self) -> None:
        of = self.layers.of
        self.columns = [
            [box for box in range(len(of)) if of[box] == layer] for layer in range(max(of) + 1)
        ]
        self.steps: list[list[Step]] = [[] for _ in self.columns[1:]]
        self.bends: dict[tuple[int, float, bool, int], int] = {}
        self.routes: dict[int, list[int]] = {}
        for name, wire in self.wires.items():
            if wire.start != wire.end:
                self.routes[name] = self._add_wire(wire, self.layers)
        self.steps = [sorted(set(step)) for step in self.steps]

    def _add_wire(self, wire: Wire, layers: Layers) -> list[int]:
        """Lead a wire through bends in the columns that it passes; return these."""
        start, end = self.number[wire.start], self.number[wire.end]
        turned = (start, end) in layers.reversed
        here, port, far, into = (
            (end, wire.into, start, wire.out) if turned else (start, wire.out, end, wire.into)
        )
        bends = []
        for layer in range(layers.of[here] + 1, layers.of[far]):
            key = (start, wire.out, turned, layer)
            if key not in self.bends:
                self.bends[key] = len(self.heights)
                column = self.columns[layer]
                column.insert(len(column) // 2, self.bends[key])
                self.heights[self.bends[key]] = BEND
            bend = self.bends[key]
            self.steps[layer - 1].append(Step(here, bend, port, BEND / 2))
            here, port = bend, BEND / 2
            bends.append(bend)
        self.steps[layers.of[far] - 1].append(Step(here, far, port, into))
        return bends

    def _position_boxes(self) -> None:
        self.columns = ordered(self.columns, self.steps)
        self.tops = placed(
            [Stack(column, GAP) for column in self.columns], self.steps, self.heights
        )
        loops = {
            self.layers.of[self.number[w.start]] for w in self.wires.values() if w.start == w.end
        }
        self.x, self.widths = [], []
        x = 0.0
        for layer, column in enumerate(self.columns):
            boxes = [self.boxes[box] for box in column if box < len(self.boxes)]
            self.x.append(x)
            self.widths.append(max(self.sizes[box].width for box in boxes))
            between = self.steps[layer] if layer < len(self.steps) else []
            falls = [abs(self._fall(step)) for step in between]
            channel = CHANNEL + min(max(falls) / 6, CHANNEL) if falls else 0.0
            x += self.widths[-1] + channel + (LOOP if layer in loops else 0.0)
        bottom = max(top + self.heights[number] for number, top in enumerate(self.tops))
        # Rounded up: a box whose place is rounded must not end outside.
        self.size = Size(ceil(x * 10) / 10, ceil(bottom * 10) / 10)

    def _fall(self, step: Step) -> float:
        return self.tops[step.end] + step.into - self.tops[step.start] - step.out

    def frames(self) -> dict[int, Frame]:
        """The frames of the boxes, by the numbers that the whole diagram has for them."""
        of = self.layers.of
        return {
            box: Frame(self.x[of[index]], self.tops[index], self.widths[of[index]])
            for index, box in enumerate(self.boxes)
        }

    def paths(self) -> dict[int, list[Spot]]:
        """The points of the wires."""
        return {name: self._path(name, wire) for name, wire in self.wires.items()}

    def _path(self, name: int, wire: Wire) -> list[Spot]:
        start, end = self.number[wire.start], self.number[wire.end]
        of = self.layers.of
        right = self.x[of[start]] + self.widths[of[start]]
        one, other = self.tops[start] + wire.out, self.tops[end] + wire.into
        if start == end:
            return [Spot(right, one), Spot(right, other)]
        turned = (start, end) in self.layers.reversed
        inner = []
        for bend in self.routes[name]:
            layer = next(index for index, column in enumerate(self.columns) if bend in column)
            y = self.tops[bend] + BEND / 2
            inner += [Spot(self.x[layer], y), Spot(self.x[layer] + self.widths[layer], y)]
        if turned:
            far = self.x[of[end]] + self.widths[of[end]]
            return [Spot(self.x[of[start]], one), *reversed(inner), Spot(far, other)]
        return [Spot(right, one), *inner, Spot(self.x[of[end]], other)]


def _tallest(sizes: list[Size]) -> float:
    """How tall a column may be, for the whole to have a good shape."""
    area = sum((size.width + 1.5 * CHANNEL) * (size.height + GAP) for size in sizes)
    return max(sqrt(area / RATIO) * 1.1, SCREEN)
