"""The exception for a conflict with other rows."""

from collections.abc import Iterable

from helper.execution_tracking.APIException import APIException

TAKEN = "Another row has this value already."
MISSING = "There is no row with this id."


class Conflict(APIException):
    """A response 409; ``fields`` are those in conflict, none where other rows refer to this one."""

    def __init__(self, reason: str, fields: Iterable[str] = ()) -> None:
        """Take the reason, which holds for all fields."""
        self.reason = reason
        self.fields = tuple(fields)
        errors = {field: [reason] for field in self.fields}
        message = f"{', '.join(self.fields)}: {reason}" if errors else reason
        super().__init__(message, 409, {"errors": errors} if errors else None)
