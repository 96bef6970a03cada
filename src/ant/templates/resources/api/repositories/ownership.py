"""Which rows a request sees and writes: all of them, since no route has owners."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table

Values = Mapping[str, Any]


def visible(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of rows that the request may see."""
    if any("claim" in column.info for column in table.columns):
        raise RuntimeError(f"Rows of {table.name} belong to somebody: run ant apply.")
    return ()


def with_owner(_table: Table, values: Values, *, is_new: bool) -> Values:
    """Return the values of a row unchanged: no route has owners."""
    return values


def hidden_references(_connection: Connection, _table: Table, _values: Values) -> list[str]:
    """Return the foreign keys whose target rows the request may not see."""
    return []
