"""Repository methods for tables with soft deletion."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.sql.dml import Update

from helper.model_rows import Model
from repositories.constraints import conflicts_told
from repositories.CrudRepository import THIS_ID, Check, CrudRepository, Values, refuse
from repositories.deletion import delete_softly, deletion_of, with_deleted
from repositories.ownership import hidden_references, visible
from repositories.retried import retried


@contextmanager
def hold_references(
    self: CrudRepository[Any], table: Table, values: Values
) -> Iterator[Connection]:
    """Write in a transaction that checks and locks the rows that are referred to.

    No foreign key would notice that one of them is soft-deleted meanwhile.
    """
    with (
        self.db.connection(begins=True) as connection,
        conflicts_told(connection, table, values),
    ):
        yield connection


@retried
def remove(self: CrudRepository[Any], id: Any, check: Check | None = None) -> bool:
    """Soft-delete a row; return whether there was one, and raise ``Conflict``.

    The row is locked from the call of ``check`` until the change.
    """
    with hold_references(self, self.table, {"id": id}) as connection:
        row = self.get_by_id(id, lock=True)
        if row is None:
            return False
        if check is not None:
            check(row)
        return delete_softly(connection, self.table, id)


@retried
def restore(self: CrudRepository[Model], id: Any) -> Model | None:
    """Restore a deleted row and return it, None where there is none; raise ``Conflict``."""
    look, change = _statements(self.table)
    with hold_references(self, self.table, {}) as connection:
        with with_deleted():
            row = connection.execute(look, {THIS_ID: id}).mappings().one_or_none()
        if row is None:
            return None
        values = {key.parent.key: row[key.parent] for key in self.table.foreign_keys}
        refuse(hidden_references(connection, self.table, values))
        with with_deleted():
            connection.execute(change, {THIS_ID: id})
        return self.get_by_id(id)


@cache
def _statements(table: Table) -> tuple[Select[Any], Update]:
    """What finds the references of a deleted row, and what brings it back."""
    column = deletion_of(table)
    assert column is not None, f"{table.name} has no column for when a row was deleted"
    deleted = (table.c.id == bindparam(THIS_ID), column.is_not(None), *visible(table))
    references = [key.parent for key in table.foreign_keys]
    look = select(table.c.id, *references).where(*deleted).with_for_update()
    return look, table.update().where(*deleted).values({column: None})
