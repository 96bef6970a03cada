"""Results that are found again by the identity of the values."""

from ant.core.memo import REMEMBERED, remembered


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
