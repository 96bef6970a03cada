"""Bulk inserts, for the repositories whose routes offer them."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.exc import IntegrityError

from helper.execution_tracking.Conflict import MISSING, Conflict, Mismatch
from helper.functions.bulk import RefusedRows
from helper.functions.validation_error import MOST_REASONS
from helper.model_rows import Model
from repositories.CrudRepository import CrudRepository, Values
from repositories.ownership import visible, with_owner
from repositories.retried import retried


@runtime_checkable
class WithLinks(Protocol):
    """A repository whose rows take the ids of rows that they are linked to."""

    def parted(self, values: Values) -> tuple[Values, Values]:
        """Return the ids of links, and the values of columns."""
        ...

    def write_links(
        self, connection: Connection, rows: Sequence[Any], links: Sequence[Values]
    ) -> None:
        """Write the links given for each row."""
        ...


@retried
def insert_all(self: CrudRepository[Model], rows: Sequence[Values]) -> list[Model]:
    """Insert all rows and return them, or none; raise ``RefusedRows``.

    Only where something is wrong they are inserted one by one, to find out with which.
    """
    with self.db.transaction():
        try:
            return _inserted(self, rows)
        except (Conflict, IntegrityError):
            return _one_by_one(self, rows)


def _inserted(self: CrudRepository[Model], rows: Sequence[Values]) -> list[Model]:
    """Insert rows with one statement for all that have values of the same columns."""
    parted = [self.parted(row) if isinstance(self, WithLinks) else ({}, row) for row in rows]
    table = self.table
    owned = [with_owner(table, values, is_new=True) for _, values in parted]
    named = {name for values in owned for name in values}
    empty = dict.fromkeys(name for name in named if _is_empty_without(table.c[name]))
    found: list[Model | None] = [None] * len(rows)
    with self.db.connection(writes=True) as connection:
        _look_for_references(connection, table, owned)
        alike: dict[frozenset[str], dict[int, Values]] = {}
        for number, values in enumerate(owned):
            whole = {**empty, **values}
            alike.setdefault(frozenset(whole), {})[number] = whole
        for by_number in alike.values():
            made = _made(self, connection, [*by_number.values()])
            for number, row in zip(by_number, made, strict=True):
                found[number] = row
        instances = [row for row in found if row is not None]
        if isinstance(self, WithLinks):
            self.write_links(connection, instances, [links for links, _ in parted])
    return instances


def _made(
    self: CrudRepository[Model], connection: Connection, rows: Sequence[Values]
) -> list[Model]:
    """Insert rows with values of the same columns; return them in their order."""
    columns, key = self.rows.columns, self.table.c.id
    is_plain = all(isinstance(column, Column) for column in columns)
    returned = columns if is_plain else [key]
    # SQLite counts in the order of the rows, but SQLAlchemy would insert them one by one there.
    is_counted = connection.dialect.name == "sqlite" and key.default is None and "id" not in rows[0]
    insert = self.table.insert().returning(*returned, sort_by_parameter_order=not is_counted)
    made = connection.execute(insert, [dict(row) for row in rows]).all()
    if is_counted:
        made = sorted(made, key=lambda row: row.id)
    if not is_plain:  # what is computed in SQL has to be read afterwards
        ids = [row.id for row in made]
        read = connection.execute(select(key, *columns).where(key.in_(ids)))
        known: Mapping[Any, Any] = {row[0]: row[1:] for row in read}
        return [self.rows.instance(known[id]) for id in ids]
    return [self.rows.instance(row) for row in made]


def _is_empty_without(column: Column[Any]) -> bool:
    """Return whether a column is NULL in a row that gives no value for it."""
    return column.default is None and column.server_default is None


def _look_for_references(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Raise ``Conflict`` where rows refer to rows the request may not see; lock the others."""
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.key):
        name, conditions = key.parent.key, visible(key.column.table)
        wanted = {row[name] for row in rows if row.get(name) is not None}
        if wanted and conditions:
            seen = select(key.column).where(key.column.in_(wanted), *conditions)
            held = seen.order_by(key.column).with_for_update(read=True, key_share=True)
            if wanted - {*connection.scalars(held)}:
                raise Conflict(MISSING, [name])


def _one_by_one(self: CrudRepository[Model], rows: Sequence[Values]) -> list[Model]:
    """Insert rows one at a time, to find which are refused; raise ``RefusedRows``."""
    made, errors = list[Model](), dict[int, Conflict | Mismatch]()
    for number, values in enumerate(rows):
        try:
            made.append(self.insert(values))
        except (Conflict, Mismatch) as error:
            errors[number] = error
            if len(errors) == MOST_REASONS:
                break
    if errors:
        raise RefusedRows(errors)
    return made
