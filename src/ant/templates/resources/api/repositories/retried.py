"""Retries of writes that PostgreSQL aborted in favour of another transaction."""

from collections.abc import Callable
from functools import wraps
from random import uniform
from time import sleep
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy.exc import OperationalError

TRIES = 4
PAUSE = 0.05  # seconds at most before the second try; twice as long each time
LOST_TO_ANOTHER = ("40001", "40P01")  # a serialization failure, a deadlock

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def retried(method: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Retry a repository method that failed with a serialization failure or a deadlock.

    Inside a larger transaction there is no retry: the whole transaction has failed, and the code
    that began it has to repeat it.
    """

    @wraps(method)
    def tried(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        is_alone = not cast(Any, args[0]).db.has_begun()
        for number in range(TRIES - 1):
            try:
                return method(*args, **kwargs)
            except OperationalError as error:
                if not is_alone or getattr(error.orig, "sqlstate", None) not in LOST_TO_ANOTHER:
                    raise
            sleep(uniform(0, PAUSE * 2**number))  # not as long as the other one that may wait
        return method(*args, **kwargs)

    return tried
