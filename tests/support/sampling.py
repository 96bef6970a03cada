"""Which cases every run tries, and which only the run of everything."""

from collections.abc import Iterable

import pytest


def sampled(values: Iterable[object], *, every: int) -> list[object]:
    """Return the values as parameters, of which all but one in so many are exhaustive."""
    return [
        pytest.param(value, marks=pytest.mark.exhaustive) if number % every else value
        for number, value in enumerate(values)
    ]
