"""The request id, which links the log lines, the response and the errors of a request."""

import re
from contextvars import ContextVar
from uuid import uuid4

SAFE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current = ContextVar("request_id", default="")


def begin_request_id(sent: str) -> None:
    """Use the request id that a client or a proxy sent if it is safe; else create one."""
    _current.set(sent if SAFE.fullmatch(sent) else uuid4().hex)


def end_request_id() -> None:
    """Clear the request id of this thread."""
    _current.set("")


def current_request_id() -> str:
    """Return the id of the current request; empty outside of a request."""
    return _current.get()
