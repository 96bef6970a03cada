"""Flushing: everything, once, however fast the disk is."""

import time
from collections import Counter

import pytest

from ant.workspace.disk import MANY, QUICK, flushed


@pytest.mark.parametrize("seconds", [0, QUICK * 5])
@pytest.mark.parametrize("number", [0, 1, MANY - 1, MANY, 3 * MANY + 1])
def test_everything_is_flushed_once(number: int, seconds: float) -> None:
    seen: Counter[int] = Counter()

    def flush(item: int) -> None:
        time.sleep(seconds)
        seen[item] += 1

    assert sum(flushed(flush, range(number))) == number
    assert seen == Counter(range(number))


@pytest.mark.parametrize("last", [0, 1, 2 * MANY - 1])
def test_a_flush_that_fails_is_told(last: int) -> None:
    def flush(item: int) -> None:
        time.sleep(QUICK * 2)
        if item == last:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        list(flushed(flush, range(2 * MANY)))
