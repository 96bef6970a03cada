"""Results that are found again by the identity of the values."""

from typing import NamedTuple

from ant.core.memo import REMEMBERED, once, remembered


def test_the_very_same_values_are_worked_out_once_and_equal_ones_again() -> None:
    seen: list[tuple[list[int], list[int]]] = []

    @remembered
    def joined(left: list[int], right: list[int]) -> list[int]:
        seen.append((left, right))
        return [*left, *right]

    left, right = [1], [2]
    first = joined(left, right)
    assert joined(left, right) is first
    assert len(seen) == 1
    assert joined(right, left) == [2, 1]
    assert joined([1], right) == first
    assert joined([1], right) is not first


def test_the_oldest_results_are_forgotten() -> None:
    seen = []

    @remembered
    def told(value: list[int]) -> int:
        seen.append(value)
        return len(seen)

    values = [[number] for number in range(REMEMBERED + 1)]
    for value in values:
        told(value)
    assert told(values[-1]) == REMEMBERED + 1
    assert told(values[0]) == REMEMBERED + 2


class _Held(NamedTuple):
    number: int


class _Numbered(_Held):
    """A value with room for what follows from it."""


def test_what_follows_from_one_value_is_kept_in_it() -> None:
    seen = []

    @once
    def doubled(value: _Numbered) -> int:
        seen.append(value)
        return value.number * 2

    @once
    def negative(value: _Numbered) -> int:
        return -value.number

    one, equal = _Numbered(3), _Numbered(3)
    assert [doubled(one), doubled(one), negative(one)] == [6, 6, -3]
    assert len(seen) == 1
    assert doubled(equal) == 6
    assert len(seen) == 2
    other = one._replace(number=4)
    assert (doubled(other), negative(other), one) == (8, -4, equal)
