"""Rows whose key is a reference: what is wrong with it is told by the name that clients know."""

from collections.abc import Iterator
from contextlib import contextmanager

from helper.execution_tracking.Conflict import MISSING, Conflict


@contextmanager
def key_told(name: str) -> Iterator[None]:
    """Tell conflicts of the ``id`` of a row that is made, or comes back, by the reference's name.

    One that names no field is about a row with nothing but its key: what that leads to is missing.
    """
    try:
        yield
    except Conflict as conflict:
        names = [name if field == "id" else field for field in conflict.fields]
        raise Conflict(conflict.reason if names else MISSING, names or [name]) from conflict
