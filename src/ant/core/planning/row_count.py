"""A question that a database answers by one number."""

from collections.abc import Callable
from typing import Any, NamedTuple


class Query(NamedTuple):
    """The question in the words of both databases; '' where one of them cannot be asked."""

    sqlite: str
    postgresql: str
    misfits: Callable[[Any], bool] | None = None
    """The function of this name in the SQL for SQLite."""
