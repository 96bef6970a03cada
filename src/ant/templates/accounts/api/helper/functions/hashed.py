"""Passwords as they are stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from werkzeug.security import check_password_hash, generate_password_hash

from helper.execution_tracking.APIException import APIException
from startup.Environment import myEnvironment

METHOD = "argon2id"  # slow on purpose; the tests set a fast one of Werkzeug's
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's least: 19 MB
LONGEST_WAIT = 0.5  # seconds: whoever waits keeps a thread from answering others

# Computing a hash takes memory and a processor.
_places = BoundedSemaphore(myEnvironment.HASHES_AT_ONCE)


def hashed(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the data with its passwords hashed; raise an ``APIException`` (503) when too busy."""
    given = {name: data[name] for name in names if data.get(name) is not None}
    if not given:
        return data
    with place_to_hash():
        return {**data, **{name: new_hash(text) for name, text in given.items()}}


def password_matches(stored: str | None, password: str) -> bool:
    """Return whether a password matches a stored hash; it takes as long where there is no hash.

    Raises an ``APIException`` (503) when too busy.
    """
    with place_to_hash():
        is_right = _matches(stored or hash_of_nobody(METHOD), password)
    return is_right and bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether a hash is weaker than those that are made now."""
    return METHOD == "argon2id" and (not _is_argon2(stored) or HASHER.check_needs_rehash(stored))


def new_hash(password: str) -> str:
    """Return a hash to store."""
    is_usual = METHOD == "argon2id"
    return HASHER.hash(password) if is_usual else generate_password_hash(password, METHOD)


@cache
def hash_of_nobody(_method: str) -> str:
    """Return a hash to compare with where there is no account, which takes the same time."""
    return new_hash("nobody")


def _matches(stored: str, password: str) -> bool:
    if not _is_argon2(stored):
        return check_password_hash(stored, password)
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _is_argon2(stored: str) -> bool:
    return stored.startswith("$argon2")


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
