"""The exception for what other rows stand in the way of."""

from collections.abc import Iterable

from helper.execution_tracking.APIException import APIException

TAKEN = "Another row has this value already."
MISSING = "There is no row with this id."


class Conflict(APIException):
    """An answer 409; ``fields`` are those that collide, none where other rows refer to this one."""

    def __init__(self, reason: str, fields: Iterable[str] = ()) -> None:
        """Give every field the same reason."""
        self.reason = reason
        self.fields = tuple(fields)
        errors = {field: [reason] for field in self.fields}
        message = f"{', '.join(self.fields)}: {reason}" if errors else reason
        super().__init__(message, 409, {"errors": errors} if errors else None)
