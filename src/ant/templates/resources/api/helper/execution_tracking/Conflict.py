"""The exceptions for rows that the database refuses."""

from collections.abc import Iterable

from helper.execution_tracking.APIException import APIException

TAKEN = "Another row has this value already."
TAKEN_TOGETHER = "Another row has these values together already."
MISSING = "There is no row with this id."


class Conflict(APIException):
    """A 409 response; ``fields`` are those in conflict, empty where rows refer to this one."""

    def __init__(self, reason: str, fields: Iterable[str] = ()) -> None:
        """Take the reason, which holds for all fields; clients know ``from_`` as ``from``."""
        self.reason = reason
        self.fields = tuple(field.removesuffix("_") for field in fields)
        errors = {field: [reason] for field in self.fields}
        message = f"{', '.join(self.fields)}: {reason}" if errors else reason
        super().__init__(message, 409, {"errors": errors} if errors else None)


class Mismatch(APIException):
    """A 400 response where two values of a row break a comparison between fields."""

    def __init__(self, left: str, operator: str, right: str) -> None:
        """Take both fields, and what has to stand between them."""
        reason = f"Must be so that {left} {operator} {right}."
        message = f"Invalid input: {left}: {reason} {right}: {reason}"
        super().__init__(message, 400, {"errors": {left: [reason], right: [reason]}})
