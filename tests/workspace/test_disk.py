"""Flushing: everything, once, however fast the disk is."""

import threading
import time
from collections import Counter
from itertools import count

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


@pytest.mark.parametrize("allowed", [0, 2])
def test_everything_is_flushed_where_no_more_threads_are_allowed(
    allowed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: Counter[int] = Counter()
    start, started = threading.Thread.start, count()

    def start_few(thread: threading.Thread) -> None:
        if next(started) >= allowed:
            raise RuntimeError("can't start new thread")
        start(thread)

    def flush(item: int) -> None:
        time.sleep(QUICK * 5)
        seen[item] += 1

    monkeypatch.setattr(threading.Thread, "start", start_few)
    assert sum(flushed(flush, range(2 * MANY))) == 2 * MANY
    assert seen.keys() == {*range(2 * MANY)}
    assert next(started) == allowed + 1


@pytest.mark.parametrize("last", [0, 1, 2 * MANY - 1])
def test_a_flush_that_fails_is_told(last: int) -> None:
    def flush(item: int) -> None:
        time.sleep(QUICK * 2)
        if item == last:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        list(flushed(flush, range(2 * MANY)))
