"""Memoization by identity, for functions of large immutable values such as specs."""

from collections import deque
from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

Values = TypeVarTuple("Values")
Value = TypeVar("Value")
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


def once(function: Callable[[Value], Result]) -> Callable[[Value], Result]:
    """Return the function with a cache in its value: a spec, a route or a field.

    A change leaves most routes the very same values, and asks much of each of them many times, in
    the spec before and in the one after. The result lives as long as the value and must not be
    changed; the function must have no effects.
    """
    key = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def call(value: Value) -> Result:
        known: dict[str, Result] = value.__dict__
        try:
            return known[key]
        except KeyError:
            result = known[key] = function(value)
            return result

    return call
