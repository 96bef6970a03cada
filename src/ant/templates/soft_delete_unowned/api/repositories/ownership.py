"""Which rows a request sees and writes: all that are not deleted."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, select

from repositories.deletion import living

Values = Mapping[str, Any]
THAT_ID = "that_id__"  # a parameter of statements; no column is called so


def visible(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of rows that the request may see."""
    if any("claim" in column.info for column in table.columns):
        raise RuntimeError(f"Rows of {table.name} belong to somebody: run ant apply.")
    return living(table)


def with_owner(_table: Table, values: Values, *, is_new: bool) -> Values:
    """Return the values of a row unchanged: no route has owners."""
    return values


def hidden_references(connection: Connection, table: Table, values: Values) -> list[str]:
    """Return the foreign keys whose target rows the request may not see."""
    return [
        name
        for name, look in _looks(table).items()
        if values.get(name) is not None
        and connection.execute(look, {THAT_ID: values[name]}).first() is None
    ]


@cache
def _looks(table: Table) -> dict[str, Select[Any]]:
    """The statements that check whether the target of a foreign key is visible, and lock it."""
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.key)
    return {
        key.parent.key: select(key.column)
        .where(key.column == bindparam(THAT_ID), *conditions)
        .with_for_update(read=True, key_share=True)
        for key in keys
        if (conditions := visible(key.column.table))
    }
