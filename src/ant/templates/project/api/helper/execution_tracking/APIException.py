"""The exception that becomes a JSON error response."""

from collections.abc import Mapping
from typing import Any


class APIException(Exception):
    """An error response: ``message`` and the entries of ``payload`` as JSON."""

    def __init__(
        self,
        message: str | None = None,
        status_code: int | None = None,
        payload: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """The default status is 500, and the default message a general one."""
        self.message = "An error occurred." if message is None else message
        self.status_code = 500 if status_code is None else status_code
        self.payload = dict(payload or {})
        self.headers = dict(headers or {})
        super().__init__(self.message)

    def to_dict(self) -> dict[str, Any]:
        """The body of the answer."""
        return {**self.payload, "message": self.message}
