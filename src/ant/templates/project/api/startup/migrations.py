"""Brings the database to the newest migration at start-up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from warnings import catch_warnings, filterwarnings

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.ddl.sqlite import SQLiteImpl
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Index,
    MetaData,
    Table,
    column,
    event,
    func,
    insert,
    inspect,
    literal,
    select,
    table,
)
from sqlalchemy.engine import RootTransaction
from sqlalchemy.exc import OperationalError

from helper.execution_tracking.Logger import myLogger
from startup.database_engine import milliseconds
from startup.Environment import myEnvironment
from startup.refuse_to_start import reason_of, refuse_to_start

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
TABLES_LOCK = 7_231_905  # any number that nothing else in the database locks
COPY = "_alembic_tmp_"  # how Alembic calls a table that takes the place of another one
MASTER = table("sqlite_master", column("name"), column("sql"), column("type"), column("tbl_name"))
SEQUENCE = table("sqlite_sequence", column("name"), column("seq"))
UNKNOWN = (
    "which api/migrations does not have. Is this version of the code older? Or was a migration "
    "undone that had run? Then undo that, run alembic downgrade -1, and undo it again."
)
WAITING = "Another process changes the tables, or holds a lock on them: waiting for it."
HOW = "Run: ant migrate (or, in the project's root: alembic upgrade head)."
OTHER_TABLES = (
    "the database has tables that no migration has made, and they are not as the models say. See "
    "what differs with: alembic check; then bring them in line and run: alembic stamp head"
)
TypeWriter = Callable[[object], tuple[str, str] | None]
TYPE_WRITERS: list[TypeWriter] = []
"""What says how autogenerate writes a type: in code, and the import that the code needs."""


def writes_types(writer: TypeWriter) -> TypeWriter:
    """Let autogenerate ask a function how it writes types of the project."""
    TYPE_WRITERS.append(writer)
    return writer


@event.listens_for(Table, "before_create")
def keep_autoincrement(copy: Table, connection: Connection, **_options: object) -> None:
    """Let the copy that Alembic alters a table of SQLite by never reuse its ids either."""
    if _is_copy(copy, connection):
        made = select(MASTER.c.sql).where(_is_copied(MASTER.c.name, copy))
        if any("AUTOINCREMENT" in (sql or "").upper() for sql in connection.scalars(made)):
            copy.dialect_options["sqlite"]["autoincrement"] = True


@event.listens_for(Table, "after_create")
def keep_last_id(copy: Table, connection: Connection, **_options: object) -> None:
    """Let the copy count on from the last id, also where the row that had it is gone."""
    if _is_copy(copy, connection) and copy.dialect_options["sqlite"]["autoincrement"]:
        last = func.max(SEQUENCE.c.seq)
        found = select(literal(copy.name), last).where(_is_copied(SEQUENCE.c.name, copy))
        counted = found.having(last.is_not(None))
        connection.execute(insert(SEQUENCE).from_select(["name", "seq"], counted))


class SQLiteChanges(SQLiteImpl):
    """Lets that copy keep indexes in descending order and of expressions, which are read in part."""

    __dialect__ = "sqlite"  # so Alembic takes it in the place of its own

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Know of no copy."""
        super().__init__(*arguments, **options)
        self.copy: Table | None = None
        self.kept: dict[str, tuple[str, list[int]]] = {}

    def create_table(self, table: Table, **options: Any) -> None:
        """Make a table."""
        super().create_table(table, **options)
        self.copy = table if table.name.startswith(COPY) else self.copy

    def drop_table(self, table: Table, **options: Any) -> None:
        """Drop a table; what its indexes are is known until its copy has them."""
        if self.connection is not None:
            indexes = select(MASTER.c.name, MASTER.c.sql).where(MASTER.c.type == "index")
            own = indexes.where(MASTER.c.tbl_name == table.name, MASTER.c.sql != "")
            rows = self.connection.execute(own).all()
            self.kept = {name: (sql, _orders(self.connection, name)) for name, sql in rows}
        super().drop_table(table, **options)

    def rename_table(self, old_table_name: str, new_table_name: Any, schema: Any = None) -> None:
        """Rename a table; make the indexes of a copy that Alembic knows nothing of."""
        super().rename_table(old_table_name, new_table_name, schema)
        for sql, orders in self.kept.values() if old_table_name.startswith(COPY) else ():
            if not orders and self.connection is not None:
                self.connection.exec_driver_sql(sql)

    def create_index(self, index: Index, **options: Any) -> None:
        """Make an index; one of the copy in the order that it had before."""
        _, orders = self.kept.get(str(index.name), ("", []))
        if index.table is self.copy and any(orders):
            columns: list[Any] = [*index.expressions]
            pairs = zip(columns, orders, strict=True)
            index.expressions = [item.desc() if falls else item for item, falls in pairs]
        super().create_index(index, **options)


def _orders(connection: Connection, index: str) -> list[int]:
    """Return which columns of an index are in descending order; nothing if it computes one."""
    name = connection.dialect.identifier_preparer.quote(index)
    rows = connection.exec_driver_sql(f"PRAGMA index_xinfo({name})").all()
    keys = [row for row in rows if row[5]]
    return [row[3] for row in keys] if all(row[1] >= 0 for row in keys) else []


def _is_copy(copy: Table, connection: Connection) -> bool:
    return connection.dialect.name == "sqlite" and copy.name.startswith(COPY)


def _is_copied(name: ColumnElement[str], copy: Table) -> ColumnElement[bool]:
    """Whether a copy is that of a table with a name, which Alembic cuts off."""
    return func.substr(literal(COPY).concat(name), 1, 50) == copy.name


@contextmanager
def changing_tables(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction in which nobody else changes tables, and commit it in the end.

    Foreign keys do not act in it on SQLite: it alters a table by making a new one and dropping
    the old, and that would delete, row by row, what refers to it.
    """
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).parent.mkdir(parents=True, exist_ok=True)
    begun = engine.connect().execution_options(begin="IMMEDIATE")
    with begun as connection, catch_warnings():
        filterwarnings("ignore", ".*expression-based index")  # SQLiteChanges keeps them
        _set_foreign_keys(connection, "OFF")
        try:
            with _begun(connection), _unlimited(connection):
                if engine.dialect.name == "postgresql":
                    _take_turn(connection)
                yield connection
        finally:
            _set_foreign_keys(connection, "ON")


def _begun(connection: Connection) -> RootTransaction:
    """Begin a transaction; wait longer for SQLite's write lock than a request would."""
    try:
        return connection.begin()
    except OperationalError:
        if connection.dialect.name != "sqlite":
            raise
        myLogger.info(WAITING)
        driver: Any = connection.connection.dbapi_connection
        driver.execute(f"PRAGMA busy_timeout = {milliseconds(myEnvironment.DB_START_TIMEOUT)}")
        return connection.begin()


def _take_turn(connection: Connection) -> None:
    """Wait until nobody else changes tables."""
    if not connection.scalar(select(func.pg_try_advisory_xact_lock(TABLES_LOCK))):
        myLogger.info(WAITING)
        connection.execute(select(func.pg_advisory_xact_lock(TABLES_LOCK)))


@contextmanager
def _unlimited(connection: Connection) -> Iterator[None]:
    """Give statements all the time that they need, and more time to wait for locks of others."""
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "postgresql":
        yield
        return
    limits = {
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
        "lock_timeout": str(milliseconds(myEnvironment.DB_START_TIMEOUT)),
    }
    for name, value in limits.items():
        connection.execute(select(func.set_config(name, value, True)))  # of this transaction
    limit, driver.limit = getattr(driver, "limit", None), None  # other engines have none
    try:
        yield
    finally:
        driver.limit = limit


def _set_foreign_keys(connection: Connection, mode: str) -> None:
    """Switch SQLite's foreign keys, which it allows outside a transaction alone."""
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        driver.execute(f"PRAGMA foreign_keys = {mode}")


def broken_references(connection: Connection) -> str:
    """Name the tables with rows that refer to a missing one; only SQLite has to be asked."""
    if connection.dialect.name != "sqlite":
        return ""
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return ", ".join(sorted({row[0] for row in found}))


def clear(connection: Connection) -> None:
    """Drop every table, whether a model knows it or not."""
    quoted = connection.dialect.identifier_preparer.quote
    whatever_refers_to_it = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f"DROP TABLE {quoted(name)}{whatever_refers_to_it}")


def bring_up_to_date(connection: Connection, tables: MetaData, *, migrate: bool) -> None:
    """Make an empty database whole, migrate one that lags or refuse to start with it.

    Tables of models that no migration knows are created as well.
    """
    config = alembic_config(connection)
    script = ScriptDirectory.from_config(config)
    context = MigrationContext.configure(connection)
    applied = context.get_current_heads()
    if not applied:
        _create(context, tables)
        context.stamp(script, "heads")
    elif {*applied} != {*script.get_heads()}:
        told = f"the database is at revision {', '.join(sorted(applied))}"
        if not _has(script, applied):
            refuse_to_start(f"{told}, {UNKNOWN}")
        if not migrate:
            refuse_to_start(f"{told}, which is not the newest revision. {HOW}")
        try:
            command.upgrade(config, "heads")
        except CommandError as error:  # which says already that nothing was migrated
            refuse_to_start(reason_of(error))
    tables.create_all(connection)


def _create(context: MigrationContext, tables: MetaData) -> None:
    """Create all tables; those of a time before there were migrations must be as the models say."""
    connection: Any = context.connection
    had_tables = not tables.tables.keys().isdisjoint(inspect(connection).get_table_names())
    tables.create_all(connection)
    with in_any_order():
        if had_tables and compare_metadata(context, tables):
            refuse_to_start(OTHER_TABLES)


def _has(script: ScriptDirectory, revisions: tuple[str, ...]) -> bool:
    try:
        script.get_revisions(revisions)
    except CommandError:
        return False
    return True


@contextmanager
def in_any_order() -> Iterator[None]:
    """Let tables be compared that refer to each other: they are in no order, and need none."""
    with catch_warnings():
        filterwarnings("ignore", "Cannot correctly sort tables")
        yield


def alembic_config(connection: Connection) -> Config:
    """What Alembic's commands need to work in a transaction that has begun already."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
