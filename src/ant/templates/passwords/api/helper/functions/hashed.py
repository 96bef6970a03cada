"""Passwords as they are stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any

from werkzeug.security import generate_password_hash

from helper.execution_tracking.APIException import APIException
from startup.Environment import myEnvironment

METHOD = "scrypt"  # slow on purpose; the tests set a fast one
LONGEST_WAIT = 0.5  # seconds: whoever waits keeps a thread from answering others

# A hash takes 32 MB while it is made, and a processor. The memory goes back to the system after it.
_places = BoundedSemaphore(myEnvironment.HASHES_AT_ONCE)


def hashed(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the data with its passwords hashed; raise an ``APIException`` (503) when too busy.

    ``check_password_hash`` compares with one. It costs as much, so it needs a ``place_to_hash``.
    """
    given = {name: data[name] for name in names if data.get(name) is not None}
    if not given:
        return data
    with place_to_hash():
        hashes = {key: generate_password_hash(text, METHOD) for key, text in given.items()}
        return {**data, **hashes}


@contextmanager
def place_to_hash() -> Iterator[None]:
    """Let no more than ``HASHES_AT_ONCE`` in at a time; whoever waits too long gets a 503."""
    if not _places.acquire(timeout=LONGEST_WAIT):
        raise APIException(
            "Too many passwords at a time. Please try again.", 503, headers={"Retry-After": "1"}
        )
    try:
        yield
    finally:
        _places.release()
