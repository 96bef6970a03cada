"""Primary keys that are UUIDs of version 7, which sort in the order of their creation."""

from secrets import randbits
from threading import Lock
from time import time_ns
from uuid import UUID

from sqlalchemy import Dialect, Uuid
from sqlalchemy.types import TypeDecorator

_lock = Lock()
_last = 0  # the 60 bits of time of the UUID that was made last


class UuidKey(TypeDecorator[UUID]):
    """A UUID column that also takes the UUID as text, as tokens and bodies have it."""

    impl = Uuid
    cache_ok = True
    python_type = UUID

    def process_bind_param(self, value: UUID | str | None, dialect: Dialect) -> UUID | None:
        """Return it as a UUID; raise ``ValueError`` for a text that is none."""
        return UUID(value) if isinstance(value, str) else value


UUID_KEY = UuidKey()


def make_key() -> UUID:
    """Return a UUID of version 7 (RFC 9562): milliseconds, their fraction, and 62 random bits.

    Each is larger than the one before, also where a process makes many at once or its clock is set
    back.
    """
    global _last
    with _lock:
        _last = moment = max(_last + 1, (time_ns() << 12) // 1_000_000)
    milliseconds, fraction = moment >> 12, moment & 0xFFF
    return UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | 2 << 62 | randbits(62))
