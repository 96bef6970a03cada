"""The exception for a row that does not exist."""

from typing import TypeVar

from helper.execution_tracking.APIException import APIException

Found = TypeVar("Found")


class NotFound(APIException):
    """A response 404."""

    def __init__(self, table: str, id: object) -> None:
        """Name the row."""
        super().__init__(f"There is no row {id} in {table}.", 404)


def found(result: Found | None, table: str, id: object) -> Found:
    """Return a row; raise ``NotFound`` where it is None."""
    if result is None:
        raise NotFound(table, id)
    return result
