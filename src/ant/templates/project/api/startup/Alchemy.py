"""The database: its engine, its session, the base of all models and their tables."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, MetaData, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, scoped_session, sessionmaker

from startup.Environment import myEnvironment
from startup.refuse_to_start import refuse_to_start

TABLES_LOCK = 7_231_905  # any number that nothing else in the database locks


class Base(DeclarativeBase):
    """The declarative base that every model inherits from."""

    # Constraints with names of their own can be altered and dropped later, on every database.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def database_url() -> URL:
    """PostgreSQL on the host that DB_URL names, the embedded SQLite file where it is empty."""
    if not myEnvironment.DB_URL:
        return URL.create("sqlite", database=str(myEnvironment.SQLITE_FILE))
    if "://" in myEnvironment.DB_URL or "@" in myEnvironment.DB_URL:
        refuse_to_start("DB_URL is a host name, with ':port' where it is not 5432, not a URL.")
    credentials = {
        "username": myEnvironment.POSTGRES_USER or None,
        "password": myEnvironment.POSTGRES_PASSWORD or None,
        "database": myEnvironment.POSTGRES_DB or None,
    }
    if myEnvironment.DB_URL.startswith("/"):  # the folder of a Unix socket
        return URL.create(
            "postgresql+psycopg", **credentials, query={"host": myEnvironment.DB_URL}
        )
    try:
        host = make_url(f"postgresql+psycopg://{myEnvironment.DB_URL}")
    except ValueError:
        refuse_to_start(f"the port in DB_URL={myEnvironment.DB_URL!r} is not a number.")
    return host.set(**credentials)


def create_database_engine(url: URL) -> Engine:
    """An engine that survives a restart of its database and waits for no answer for ever."""
    if url.get_backend_name() == "sqlite":
        myEnvironment.SQLITE_FILE.parent.mkdir(parents=True, exist_ok=True)
        sqlite = create_engine(url, connect_args={"timeout": 30})
        event.listen(sqlite, "connect", configure_sqlite)
        event.listen(sqlite, "begin", begin_sqlite)
        return sqlite
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 5})


def configure_sqlite(connection: Any, _record: object) -> None:
    """Readers beside a writer, foreign keys enforced, transactions begun by SQLAlchemy alone."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: one taken half-way fails where another writer came between."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


engine = create_database_engine(database_url())
db_session = scoped_session(sessionmaker(bind=engine, expire_on_commit=False))


def import_models() -> None:
    """Make every model known to ``Base.metadata``."""
    import models.Default_model  # noqa: F401, imported for its table


def init_db() -> None:
    """Create the tables that are missing; workers that boot together take turns."""
    import_models()
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                lock = text("SELECT pg_advisory_xact_lock(:key)")
                connection.execute(lock, {"key": TABLES_LOCK})
            if myEnvironment.CLEAR_DB:
                Base.metadata.drop_all(connection)
            Base.metadata.create_all(connection)
    except OperationalError as error:
        reason = " ".join(str(error.orig).split())
        refuse_to_start(f"the database {engine.url.render_as_string()} does not answer: {reason}")
