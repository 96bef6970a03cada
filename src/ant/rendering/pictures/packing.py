"""Rectangles side by side and below each other, in a shape that suits a screen."""

from math import sqrt
from typing import NamedTuple

RATIO = 1.6
"""Of width to height, that is aimed at."""


class Size(NamedTuple):
    """How large something is."""

    width: float
    height: float


class Spot(NamedTuple):
    """A position, from the top left."""

    x: float
    y: float


def packed(sizes: list[Size], gap: float) -> tuple[list[Spot], Size]:
    """Return a place for each, as high up as there is one, and the size of them all."""
    area = sum((box.width + gap) * (box.height + gap) for box in sizes)
    half = sum(box.width + gap for box in sizes) / max(len(sizes), 1) / 2
    limit = max([sqrt(area * RATIO) + half, *(box.width + gap for box in sizes)])
    skyline = [(0.0, limit, 0.0)]  # from where to where it is how high, from left to right
    spots = []
    for size in sizes:
        spot = _lowest(skyline, size.width + gap, limit)
        spots.append(spot)
        end = spot.x + size.width + gap
        skyline = _raised(skyline, spot.x, end, spot.y + size.height + gap)
    width = max((s.x + size.width for s, size in zip(spots, sizes, strict=True)), default=0.0)
    height = max((s.y + size.height for s, size in zip(spots, sizes, strict=True)), default=0.0)
    return spots, Size(width, height)


def _lowest(skyline: list[tuple[float, float, float]], width: float, limit: float) -> Spot:
    spots = [
        Spot(start, max(height for low, high, height in skyline if low < start + width - 0.01
                        and high > start + 0.01))
        for start, _, _ in skyline
        if start + width <= limit + 0.01
    ]  # fmt: skip
    return min(spots, key=lambda spot: (spot.y, spot.x))


def _raised(
    skyline: list[tuple[float, float, float]], start: float, end: float, height: float
) -> list[tuple[float, float, float]]:
    left = [(low, min(high, start), h) for low, high, h in skyline if low < start - 0.01]
    right = [(max(low, end), high, h) for low, high, h in skyline if high > end + 0.01]
    return [*left, (start, end, height), *right]
