"""The id of a request: what its log lines, its answer and its errors have in common."""

import re
from contextvars import ContextVar
from uuid import uuid4

SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current = ContextVar("request_id", default="")


def begin_request_id(sent: str) -> None:
    """Take the id that a client or a proxy has sent; make one where that is none."""
    _current.set(sent if SAFE.fullmatch(sent) else uuid4().hex)


def end_request_id() -> None:
    """Forget the id: what this thread logs until its next request belongs to none."""
    _current.set("")


def current_request_id() -> str:
    """Return the id of the request that is being answered; it is empty outside of all."""
    return _current.get()
