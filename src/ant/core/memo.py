"""Memoization by identity, for functions of large immutable values such as specs."""

from collections import deque
from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

Values = TypeVarTuple("Values")
Result = TypeVar("Result")

REMEMBERED = 16
"""How many calls: the steps of a change go between few specs, in both directions."""


def remembered(function: Callable[[*Values], Result]) -> Callable[[*Values], Result]:
    """Return the function with a cache: the identical values give the same result again.

    Values are compared by identity, since comparing two specs takes longer than the cached work.
    The function must have no effects, and its values and its result must not be changed.
    """
    calls: deque[tuple[tuple[*Values], Result]] = deque(maxlen=REMEMBERED)

    @wraps(function)
    def call(*values: *Values) -> Result:
        for known, result in calls:
            if all(map(is_, known, values)):
                return result
        result = function(*values)
        calls.append((values, result))
        return result

    return call
