"""The queries of a table with an ``id``: statements are built once and run by SQLAlchemy Core."""

import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar, cast

from marshmallow import Schema
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Delete,
    Row,
    Select,
    Table,
    and_,
    bindparam,
    event,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DataError, InvalidRequestError
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from helper.DBSession import DBSession
from helper.execution_tracking.Conflict import MISSING, Conflict
from helper.execution_tracking.Logger import Logger
from helper.functions.list_query import ListQuery, Page
from helper.ids import Id
from helper.model_rows import Model
from repositories.constraints import conflicts_told
from repositories.Listing import Listing
from repositories.ownership import hidden_references, visible, with_owner
from repositories.Repository import Repository
from repositories.retried import retried
from startup.Alchemy import Base, engine
from startup.refuse_to_start import refuse_to_start

Other = TypeVar("Other", bound=Base)
Values = Mapping[str, Any]
Check = Callable[[Any], None]
"""A precondition: it is called with a row before that changes, and raises to refuse the change."""

THIS_ID = "id__"  # the parameter of statements; no column is called so


@event.listens_for(engine, "connect")
def refuse_old_sqlite(_connection: object, _record: object) -> None:
    """Refuse to start with a SQLite that does not return the rows it writes, as 3.35 was the first to."""
    if engine.dialect.name == "sqlite" and sqlite3.sqlite_version_info < (3, 35):
        refuse_to_start(
            f"this Python has SQLite {sqlite3.sqlite_version}, and routes with fields need 3.35: "
            "build the image with a newer PYTHON_IMAGE, or name the host of a PostgreSQL in DB_URL."
        )


class CrudRepository(Repository, Generic[Model]):
    """Reads and writes the table of ``model``; each method commits, or joins an open transaction.

    A method that commits is retried after a serialization failure or a deadlock.
    It reads the columns that the Get schema ``schema`` needs. A deferred column is private: it can
    be written, and is never read.
    """

    model: ClassVar[type[Base]]
    schema: ClassVar[type[Schema] | None] = None

    def __init__(self, db: DBSession, logger: Logger) -> None:
        """Work through a database session and write to a log."""
        super().__init__(db, logger)
        self.rows = cast(Listing[Model], Listing(self.model, self.schema))
        self.table = self.rows.table

    # Built when first used: the columns are known only after all models are imported.

    @cached_property
    def _one(self) -> Select[Any]:
        return select(*self.rows.columns).where(self._this_row)

    @cached_property
    def _exists(self) -> Select[Any]:
        return select(self.table.c.id).where(self._this_row)

    @cached_property
    def _insert(self) -> ReturningInsert[Any]:
        return self.table.insert().returning(*self._returned)

    @cached_property
    def _update(self) -> ReturningUpdate[Any]:
        return self.table.update().where(self._this_row).returning(*self._returned)

    @cached_property
    def _delete(self) -> Delete:
        return self.table.delete().where(self._this_row)

    def get_by_id(self, id: Id, *, lock: bool = False) -> Model | None:
        """Return the row with this id, or None; ``lock`` it until the transaction ends."""
        if lock and not self.db.in_transaction():
            raise InvalidRequestError(
                "A lock ends with its transaction, and there is none here: call "
                "get_by_id(..., lock=True) inside `with myDB.transaction():`."
            )
        with self.db.connection() as connection:
            return self._read(connection, id, lock=lock)

    def exists(self, id: Id) -> bool:
        """Return whether there is a row with this id."""
        with self.db.connection() as connection:
            return connection.execute(self._exists, {THIS_ID: id}).first() is not None

    def get_page(self, query: ListQuery) -> Page[Model]:
        """Return a page of rows."""
        with self.db.connection() as connection:
            return self.rows.page(connection, query)

    @retried
    def insert(self, values: Values) -> Model:
        """Insert a row and return it; raise ``Conflict``."""
        values = with_owner(self.table, values, is_new=True)
        with self._writing(self.table, values) as connection:
            refuse(hidden_references(connection, self.table, values))
            return self._written(connection, connection.execute(self._insert, values).one())

    @retried
    def update(self, id: Id, values: Values, check: Check | None = None) -> Model | None:
        """Change a row and return it, None where there is none; raise ``Conflict``.

        The row is locked from the call of ``check`` until the change.
        """
        values = with_owner(self.table, values, is_new=False)
        with self._changing(id, values, check) as connection:
            missing = hidden_references(connection, self.table, values)
            if missing or not values:
                row = self._read(connection, id)
                refuse(missing if row is not None else ())
                return row
            parameters = {**values, THIS_ID: id}
            found = connection.execute(self._update, parameters).one_or_none()
            return None if found is None else self._written(connection, found)

    @retried
    def remove(self, id: Id, check: Check | None = None) -> bool:
        """Delete a row and return whether there was one; raise ``Conflict``. ``check`` as above."""
        with self._changing(id, {"id": id}, check) as connection:
            return connection.execute(self._delete, {THIS_ID: id}).rowcount == 1

    def get_belonging(
        self, listing: Listing[Other], query: ListQuery, **reference: Id
    ) -> Page[Other]:
        """Return a page of the rows of another table that refer to this row."""
        wanted = [listing.table.c[name] == id for name, id in reference.items()]
        with self.db.connection() as connection:
            return listing.page(connection, query, *wanted, *self._parent_is_visible(reference))

    def get_linked(
        self, listing: Listing[Other], query: ListQuery, links: type[Base], **end: Id
    ) -> Page[Other]:
        """Return a page of the rows of another table that are linked to this row."""
        table = cast(Table, links.__table__)
        [far] = [column for column in table.primary_key if column.key not in end]
        linked = select(far).filter_by(**end)
        with self.db.connection() as connection:
            is_linked = listing.table.c.id.in_(linked)
            return listing.page(connection, query, is_linked, *self._parent_is_visible(end))

    @retried
    def link(self, links: type[Base], **ends: Id) -> bool:
        """Insert a row into a table of links unless it is there; False where an end is missing."""
        table = cast(Table, links.__table__)
        dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
        try:
            with self._writing(table, ends) as connection:
                refuse(hidden_references(connection, table, ends))
                connection.execute(dialect.insert(table).on_conflict_do_nothing(), ends)
        except (Conflict, DataError):  # which is raised for an id longer than its column
            return False
        return True

    @retried
    def unlink(self, links: type[Base], **ends: Id) -> bool:
        """Delete a row of a table of links; return whether there was one."""
        table = cast(Table, links.__table__)
        with self.db.connection(writes=True) as connection:
            if hidden_references(connection, table, ends):
                return False
            return connection.execute(table.delete().filter_by(**ends)).rowcount == 1

    @property
    def _this_row(self) -> ColumnElement[bool]:
        return and_(self.table.c.id == bindparam(THIS_ID), *visible(self.table))

    def _parent_is_visible(self, row: Mapping[str, Id]) -> Iterator[ColumnElement[bool]]:
        """Yield the condition that the request may see the parent row of a list."""
        if conditions := visible(self.table):
            this = select(self.table.c.id).where(self.table.c.id.in_(row.values()), *conditions)
            yield this.correlate(None).exists()

    @property
    def _returned(self) -> list[ColumnElement[Any]]:
        """The RETURNING columns; where SQL computes some, the row is read again instead."""
        is_plain = all(isinstance(column, Column) for column in self.rows.columns)
        return self.rows.columns if is_plain else [self.table.c.id]

    def _written(self, connection: Connection, row: Row[Any]) -> Model:
        if len(row) < len(self.rows.columns):
            row = connection.execute(self._one, {THIS_ID: row[0]}).one()
        return self.rows.instance(row)

    def _read(self, connection: Connection, id: Id, *, lock: bool = False) -> Model | None:
        statement = self._one.with_for_update() if lock else self._one
        row = connection.execute(statement, {THIS_ID: id}).one_or_none()
        return None if row is None else self.rows.instance(row)

    @contextmanager
    def _changing(self, id: Id, values: Values, check: Check | None) -> Iterator[Connection]:
        """Yield a connection to change a row on, after ``check`` was called with it locked."""
        if check is None:
            with self._writing(self.table, values) as connection:
                yield connection
            return
        with (
            self.db.connection(begins=True) as connection,
            conflicts_told(connection, self.table, values),
        ):
            row = self._read(connection, id, lock=True)
            if row is not None:
                check(row)
            yield connection

    @contextmanager
    def _writing(self, table: Table, values: Values) -> Iterator[Connection]:
        """Yield a connection that commits; raise ``Conflict`` for a violated constraint."""
        with (
            self.db.connection(writes=True) as connection,
            conflicts_told(connection, table, values),
        ):
            yield connection


def refuse(missing: Collection[str]) -> None:
    """Raise ``Conflict`` where foreign keys refer to rows that the request may not see."""
    if missing:
        raise Conflict(MISSING, missing)
