"""A part of the values of each column that is compared: any of these are in order."""

from collections.abc import Iterator
from typing import Any

from factories.columns import Column, Steps, steps_of
from factories.values import usual_places

Window = tuple[int, int]
"""The places of the first and the last value that are taken of a column."""


def windows_of(
    columns: dict[str, Column], rules: list[tuple[str, str, bool]]
) -> Iterator[tuple[str, Window]]:
    """Share the values of columns out, by those with the lower and the higher ones."""
    ranks: dict[str, int] = {}
    for _ in rules:
        for low, high, _ in rules:
            ranks[high] = max(ranks.get(high, 0), ranks.setdefault(low, 0) + 1)
    ordered = sorted(ranks, key=lambda name: ranks[name])
    kinds: dict[type, list[Column]] = {}
    for name in ordered:
        kinds.setdefault(type(_steps(columns[name]).at(1)), []).append(columns[name])
    for alike in kinds.values():
        count = 1 + ranks[alike[-1].name]
        shared = _shared(alike, count, is_usual=True) or _shared(alike, count, is_usual=False)
        for column, first, last in shared:
            size, rank = (last - first + 1) // count, ranks[column.name]
            yield column.name, (first + rank * size, first + (rank + 1) * size - 1)
        if not shared:
            yield from _least_values(alike, rules)


def _shared(columns: list[Column], count: int, *, is_usual: bool) -> list[tuple[Column, int, int]]:
    """Return the places of the least and the largest value that all these columns may have.

    There are none where these are too few to give each a part of its own.
    """
    own: list[tuple[Any, Any]] = []
    for column in columns:
        low, high = column.limits
        if is_usual:
            usual = [min(max(place, low), high) for place in usual_places(column, "")]
            low, high = usual if usual[1] - usual[0] >= len(columns) * 10 else (low, high)
        own.append((_steps(column).at(low), _steps(column).at(high)))
    least, most = max(low for low, _ in own), min(high for _, high in own)
    places = [(_steps(column).place(least), _steps(column).place(most)) for column in columns]
    if any(last - first + 1 < count for first, last in places):
        return []
    return [(column, *ends) for column, ends in zip(columns, places, strict=True)]


def _least_values(
    columns: list[Column], rules: list[tuple[str, str, bool]]
) -> Iterator[tuple[str, Window]]:
    """Give each column, from the lowest to the highest, the least value that is in order."""
    values: dict[str, Any] = {}
    for column in columns:
        steps, place = _steps(column), column.limits[0]
        for low, high, is_strict in rules:
            if high == column.name:
                place = max(place, steps.place(values[low]))
                at = steps.at(place)
                place += at < values[low] or (is_strict and at == values[low])
        values[column.name] = steps.at(place)
        yield column.name, (place, place)


def _steps(column: Column) -> Steps:
    steps = steps_of(column.field)
    assert steps is not None, column.name
    return steps
