"""The database URL and the engine."""

import re
import select
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from threading import BoundedSemaphore
from typing import Any

import orjson
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    ExceptionContext,
    Executable,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import DataError, DisconnectionError, OperationalError, PendingRollbackError
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import GenerativeSelect

from startup.Environment import Environment, myEnvironment
from startup.limited_connection import LimitedConnection
from startup.slow_statements import log_slow_statements

NETWORK = 1  # seconds that an answer may take beyond the limits that the server keeps by itself
# Threads that may wait for SQLite's write lock at a time: one of the four that a worker has goes
# on with what only reads. The next one may wait for so many seconds that one of them gets it.
WRITERS = BoundedSemaphore(3)
WRITER_WAIT = 0.25

# How SQL begins that changes nothing, after blanks and comments.
READS = re.compile(
    r"(\s|--[^\n]*\n|/\*([^*]|\*(?!/))*\*/)*"
    r"(SELECT\b|VALUES\b|EXPLAIN\b|PRAGMA\b[^=]*\Z"
    r"|WITH\b(?!.*\b((INSERT|REPLACE)\s+(OR|INTO)|UPDATE|DELETE\s+FROM)\s))",
    re.IGNORECASE | re.DOTALL,
)


def database_url(settings: Environment = myEnvironment) -> URL:
    """Return the URL of PostgreSQL at DB_URL, or of the SQLite file where DB_URL is empty."""
    host = settings.DB_URL
    if not host:
        return URL.create("sqlite", database=str(settings.SQLITE_FILE))
    is_folder = host.startswith("/")  # of a Unix socket
    url = make_url("postgresql+psycopg://" if is_folder else f"postgresql+psycopg://{host}")
    return url.set(
        username=settings.POSTGRES_USER or None,
        password=settings.POSTGRES_PASSWORD or None,
        database=settings.POSTGRES_DB or None,
        query={"host": host} if is_folder else {},
    )


def create_database_engine(url: URL, settings: Environment = myEnvironment) -> Engine:
    """Return an engine that reconnects after a database restart and keeps values out of errors.

    On its connections each statement is a transaction of its own; see ``in_transactions``. What
    the database does not do within the limits of the settings fails, and is answered with a 503.
    """
    options: dict[str, Any] = {"hide_parameters": True, "isolation_level": "AUTOCOMMIT"}
    if url.get_backend_name() == "sqlite":
        arguments: dict[str, Any] = {"timeout": settings.DB_LOCK_TIMEOUT}
        engine = create_engine(url, **options, connect_args=arguments)
        event.listen(engine, "connect", configure_sqlite)
        event.listen(engine, "begin", begin_sqlite)
    else:
        # JSON's 1e30 comes back as 31 digits, which json would make an int that no answer can hold.
        options |= {"json_deserializer": orjson.loads, "skip_autocommit_rollback": True}
        # Said outright: a server whose encoding is SQL_ASCII would hand out bytes instead of text.
        # Moments come back in the session's time zone, which must not be the server's.
        session = {
            "TimeZone": "UTC",
            "statement_timeout": milliseconds(settings.DB_STATEMENT_TIMEOUT),
            "lock_timeout": milliseconds(settings.DB_LOCK_TIMEOUT),
            "idle_in_transaction_session_timeout": milliseconds(settings.DB_IDLE_TIMEOUT),
        }
        arguments = {
            "connect_timeout": 2,
            "client_encoding": "utf8",
            "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
        }
        # Fewer than a worker has threads: what needs no database is answered also while the
        # database hangs, and all connections with it.
        options |= {"pool_size": settings.DB_POOL_SIZE, "max_overflow": 0}
        options["pool_timeout"] = settings.DB_POOL_TIMEOUT
        engine = create_engine(url, **options, connect_args=arguments)
        event.listen(engine, "do_connect", connect_with_limit(settings))
        event.listen(engine, "checkout", refuse_closed)
        event.listen(engine, "handle_error", leave_values_out)
    event.listen(engine, "handle_error", blame_value)
    if settings.SLOW_STATEMENT_SECONDS:
        log_slow_statements(engine, settings.SLOW_STATEMENT_SECONDS)
    return engine


def milliseconds(seconds: float) -> int:
    """Return a number of seconds as text in milliseconds."""
    return round(seconds * 1000)


def in_transactions(engine: Engine) -> Engine:
    """The same engine, with the same connections, whose statements are part of a transaction."""
    if engine.dialect.name == "sqlite":
        sqlite = engine.execution_options(isolation_level="SERIALIZABLE")
        event.listen(sqlite, "savepoint", refuse_after_rollback)
        event.listen(sqlite, "commit", refuse_after_rollback)
        return sqlite
    transactional = engine.execution_options(isolation_level="READ COMMITTED")
    # Not on the engine itself, where each statement would look for listeners.
    event.listen(transactional, "commit", refuse_commit_after_error)
    return transactional


def connect_with_limit(settings: Environment) -> Callable[..., LimitedConnection]:
    """Return a callback that connects in place of psycopg's own function."""

    def connect(
        _dialect: object, _record: object, arguments: Any, options: Any
    ) -> LimitedConnection:
        connection = LimitedConnection.connect(*arguments, **options)
        connection.limit = settings.DB_STATEMENT_TIMEOUT + NETWORK
        return connection

    return connect


def refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """Make the pool replace a connection that the server has closed, as a restart of it does.

    Asking the server would cost every request a round trip; a closed socket can be read from.
    """
    watched = select.poll()
    watched.register(connection.pgconn.socket, select.POLLIN)
    if watched.poll(0):
        raise DisconnectionError


def leave_values_out(context: ExceptionContext) -> None:
    """Keep the first line of a database error only: DETAIL quotes values of the row."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None:
            error.args = tuple(str(part).partition("\nDETAIL:")[0] for part in error.args)


def blame_value(context: ExceptionContext) -> DataError | None:
    """Wrap the Python errors that a driver raises for a value in a database error.

    The same errors of Python come from any code; only here it is certain that a value is to blame.
    """
    error = context.original_exception
    if context.statement is not None and isinstance(error, OverflowError | UnicodeEncodeError):
        return DataError(context.statement, None, error, hide_parameters=True)
    return None


def configure_sqlite(connection: Any, _record: object) -> None:
    """Write ahead, enforce foreign keys, and let SQLAlchemy alone begin transactions."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def begin_sqlite(connection: Connection) -> None:
    """Begin to read, so that readers do not wait for anybody, or to write."""
    options = connection.get_execution_options()
    if options.get("isolation_level", "AUTOCOMMIT") == "AUTOCOMMIT":
        return
    mode = options.get("begin", "DEFERRED")
    with turn_to_write() if mode == "IMMEDIATE" else nullcontext():
        connection.exec_driver_sql(f"BEGIN {mode}")
    connection.info.update(mode=mode, changes=_changes(connection))


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Be one of the few threads that wait for SQLite's write lock; raise where they are too many.

    Else a lock that is held for long would hold all threads, and no request would be answered.
    """
    if not WRITERS.acquire(timeout=WRITER_WAIT):
        locked = sqlite3.OperationalError("database is locked")
        raise OperationalError("BEGIN IMMEDIATE", None, locked, hide_parameters=True)
    try:
        yield
    finally:
        WRITERS.release()


def only_reads(statement: Executable) -> bool:
    """Whether a statement takes no lock: a SELECT, or a text that begins like one."""
    if statement.is_dml:
        return False
    if isinstance(statement, GenerativeSelect):
        return statement._for_update_arg is None
    return isinstance(statement, FunctionElement) or bool(READS.match(str(statement)))


def begin_writing(session: Session) -> None:
    """Take SQLite's write lock at the beginning of a transaction, where waiting for it helps.

    A transaction that has read and then writes fails at once if another one has written meanwhile.
    One that has only read so far is therefore ended first, in the database alone.
    """
    if session.get_bind().dialect.name != "sqlite":
        return
    if not session.in_transaction():
        session.connection(execution_options={"begin": "IMMEDIATE"})
        return
    connection = session.connection()
    has_read_alone = connection.info["changes"] == _changes(connection)
    is_plain = connection.info["mode"] == "DEFERRED" and not session.in_nested_transaction()
    if is_plain and has_read_alone:
        connection.exec_driver_sql("COMMIT")
        with turn_to_write():
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.info["mode"] = "IMMEDIATE"


def _changes(connection: Connection) -> int:
    """How many rows a connection has ever changed."""
    driver: Any = connection.connection.dbapi_connection
    return int(driver.total_changes)


def refuse_after_rollback(connection: Connection, *_: str) -> None:
    """Raise where SQLite has rolled back by itself, as on a full disk: the rest must not stay."""
    driver: Any = connection.connection.dbapi_connection
    if not driver.in_transaction:
        raise PendingRollbackError("An error has ended this transaction; it cannot go on.")


def refuse_commit_after_error(connection: Connection) -> None:
    """Raise where a statement failed: PostgreSQL would roll back and report a commit."""
    driver: Any = connection.connection.dbapi_connection
    if driver.info.transaction_status.name == "INERROR":
        driver.rollback()
        raise PendingRollbackError("An error has ended this transaction; it cannot be committed.")
