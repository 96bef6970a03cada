"""The exception for a row that is not there."""

from helper.execution_tracking.APIException import APIException


class NotFound(APIException):
    """An answer 404."""

    def __init__(self, table: str, id: int) -> None:
        """Name the row."""
        super().__init__(f"There is no row {id} in {table}.", 404)
