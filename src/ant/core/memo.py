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
    """Return the function; called with the very same values again it returns the same result.

    Values are told apart by identity, since to compare two specs takes longer than what this
    spares. The function must have no effects, and nobody may change its values or its result.
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
