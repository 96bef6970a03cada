"""Soft deletion: deleted rows stay in their table and are hidden from queries.

A table uses it where a column is marked ``info={"deletion": True}``. The column holds the time of
deletion, and NULL for rows that are not deleted.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Table,
    bindparam,
    event,
    exists,
    inspect,
    or_,
    select,
)
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, with_loader_criteria

from helper.columns import utc_now
from helper.execution_tracking.Conflict import Conflict
from startup.Alchemy import Base, db_session

AT_ONCE = 500  # rows whose ids one statement names

_is_with_deleted = ContextVar("is_with_deleted", default=False)


@contextmanager
def with_deleted() -> Iterator[None]:
    """Let this block see and write deleted rows as well."""
    before = _is_with_deleted.set(True)
    try:
        yield
    finally:
        _is_with_deleted.reset(before)


@cache
def deletion_of(table: Table) -> Column[Any] | None:
    """Return the column with the time of deletion; None for a table without soft deletion."""
    return next((column for column in table.columns if "deletion" in column.info), None)


@cache
def living(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the condition for rows that are not deleted; empty for a table without soft deletion.

    Whether it holds for deleted ones as well is asked for when a statement runs, and written into
    it as a constant: so an index of the others alone can be used.
    """
    column = deletion_of(table)
    if column is None:
        return ()
    everything = bindparam(
        "with_deleted__",
        type_=Boolean(),
        unique=True,
        literal_execute=True,
        callable_=_is_with_deleted.get,
    )
    return (or_(column.is_(None), everything),)


def delete_softly(connection: Connection, table: Table, id: Any) -> bool:
    """Soft-delete a row; return whether there was one, and raise ``Conflict``.

    What becomes of rows that refer to it is what their foreign keys say, as if it were gone. Those
    that go with it are kept where their table keeps any.
    """
    return _deleted(connection, table, table.c.id == id, utc_now()) > 0


def _deleted(connection: Connection, table: Table, wanted: ColumnElement[bool], now: Any) -> int:
    column = deletion_of(table)
    if column is None:
        return connection.execute(table.delete().where(wanted)).rowcount
    change = table.update().where(wanted, column.is_(None)).values({column: now})
    ids = connection.scalars(change.returning(table.c.id)).all()
    for start in range(0, len(ids), AT_ONCE):
        _follow(connection, table, ids[start : start + AT_ONCE], now)
    return len(ids)


def _follow(connection: Connection, table: Table, ids: Sequence[Any], now: Any) -> None:
    """Apply ON DELETE of the foreign keys that refer to soft-deleted rows."""
    for key in _keys_to(table):
        column = key.parent
        refers, other = column.in_(ids), column.table
        if key.ondelete == "CASCADE":
            _deleted(connection, other, refers, now)
        elif key.ondelete == "SET NULL":
            connection.execute(other.update().where(refers).values({column: None}))
        elif connection.scalar(select(exists().where(refers, *_not_deleted(other)))):
            raise Conflict(f"Rows of {other.name} still refer to this one.")


def _not_deleted(table: Table) -> list[ColumnElement[bool]]:
    column = deletion_of(table)
    return [] if column is None else [column.is_(None)]


@cache
def _keys_to(table: Table) -> list[ForeignKey]:
    """The foreign keys that lead to a table, first those that may forbid that a row goes.

    Not those of tables that only link rows: a link to a deleted row is not seen.
    """
    keys = [
        key
        for other in table.metadata.tables.values()
        if not all(column.foreign_keys for column in other.columns)
        for key in other.foreign_keys
        if key.column.table is table
    ]
    return sorted(keys, key=lambda key: (key.ondelete in ("CASCADE", "SET NULL"), str(key.parent)))


@cache
def _criteria() -> list[LoaderCriteriaOption]:
    models = [mapper.class_ for mapper in Base.registry.mappers]
    return [
        with_loader_criteria(model, condition, include_aliases=True, propagate_to_loaders=False)
        for model in models
        for condition in living(inspect(model).local_table)
    ]


@event.listens_for(db_session, "do_orm_execute")
def hide_deleted_rows(state: ORMExecuteState) -> None:
    """Restrict what the ORM selects, updates and deletes to rows that are not deleted."""
    changes = state.is_update or state.is_delete
    if (changes or state.is_select) and not state.is_column_load:
        state.statement = state.statement.options(*_criteria())
