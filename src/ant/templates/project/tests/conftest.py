"""What all tests share: settings, an empty database of their own, the application, tokens."""

import os
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import jwt
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import sort_tables

# Before anything of the application is imported, because it reads the environment only then.
# These win over .env, so that of your own settings the tests use three alone: DB_URL,
# POSTGRES_USER and POSTGRES_PASSWORD say on which server they make a database for themselves.
os.environ.update(
    {
        "FLASK_ENV": "testing",
        "TESTING": "True",
        "LOG_LEVEL": "INFO",
        "LOG_FORMAT": "text",
        "SLOW_STATEMENT_SECONDS": "0",
        "METRICS_PORT": "0",
        "SENTRY_DSN": "",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "",
        "MAX_CONTENT_LENGTH": "1048576",
        "DOCS": "True",
        "CORS_ORIGINS": "",
        "RATE_LIMIT": "",
        "REDIS_URL": "",
        "CLEAR_DB": "False",
        "JWT_SECRET": secrets.token_hex(32),
        "JWT_EARLIER_SECRETS": "",
        "JWT_PUBLIC_KEYS": "",
        "JWT_ISSUER": "",
        "JWT_AUDIENCE": "",
        "JWT_TYPE": "",
        "JWT_LEEWAY": "0",
        "JWT_LONGEST_LIFETIME": "0",
        "OIDC_ISSUER": "",
        "COGNITO_TOKENS": "False",
        "POSTGRES_DB": f"test_{secrets.token_hex(8)}",
        "SQLITE_FILE": os.path.join(tempfile.gettempdir(), f"test_{secrets.token_hex(8)}.db"),
    }
)

from app import create_app
from startup.Alchemy import Base, db_session, engine, init_db
from startup.database_engine import create_database_engine
from startup.Environment import myEnvironment
from startup.guards import DEFAULT_GUARDS

NAMED = ("role", "scope")
"""The guards that have a name behind them."""
CALLER = 2**33
"""The number in the id of whom the rows of the tests belong to, where they belong to somebody."""


@pytest.fixture(scope="session")
def database() -> Iterator[None]:
    """Make a database with its tables for this run, and remove it afterwards."""
    if engine.dialect.name == "postgresql":
        tell_server(f"CREATE DATABASE {myEnvironment.POSTGRES_DB}")
    elif myEnvironment.SQLITE_FILE.exists():
        pytest.exit(f"The tests would empty {myEnvironment.SQLITE_FILE}.", returncode=1)
    try:
        init_db()
        yield
    finally:
        engine.dispose()
        if engine.dialect.name == "postgresql":
            tell_server(f"DROP DATABASE {myEnvironment.POSTGRES_DB} WITH (FORCE)")
        else:
            myEnvironment.SQLITE_FILE.unlink(missing_ok=True)


def tell_server(statement: str) -> None:
    """Run a statement that concerns a whole database; end the tests where that is refused."""
    server = create_database_engine(engine.url.set(database="postgres"))
    try:
        with server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text(statement))
    except DBAPIError as error:
        pytest.exit(
            f"The tests need a PostgreSQL database of their own, but {statement!r} failed on "
            f"{myEnvironment.DB_URL!r}: {error.orig}\nThe role needs the right CREATEDB; "
            "with an empty DB_URL the tests use SQLite.",
            returncode=1,
        )
    finally:
        server.dispose()


@pytest.fixture(autouse=True)
def empty_tables(database: None) -> Iterator[None]:
    """Let every test begin with empty tables and a fresh session."""
    yield
    db_session.remove()
    with engine.begin() as connection:
        tables = Base.metadata.tables.values()
        loose = set()  # keys that rows can do without: through these they may refer in a circle
        for table in tables:
            columns = [column for column in table.c if column.foreign_keys and column.nullable]
            if columns:
                nothing = {column.key: None for column in columns}
                connection.execute(table.update().values(nothing))
            loose |= {key for column in columns for key in column.foreign_keys}
        for table in reversed(sort_tables(tables, loose.__contains__)):
            connection.execute(table.delete())


@pytest.fixture
def app(database: None) -> Flask:
    """An application of the test's own: it may add routes to it."""
    return create_app()


@pytest.fixture(scope="session")
def shared_app(database: None) -> Flask:
    """The application of all tests that have none of their own; it takes longer than most of them."""
    return create_app()


@pytest.fixture
def client(request: pytest.FixtureRequest, shared_app: Flask) -> FlaskClient:
    """Sends requests without a server, to ``app`` where the test asks for that."""
    has_its_own = "app" in request.fixturenames
    app = request.getfixturevalue("app") if has_its_own else shared_app
    return app.test_client()


@pytest.fixture
def user_client(client: FlaskClient, user_token: str) -> FlaskClient:
    """Sends requests as somebody who has a token."""
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {user_token}"
    return client


@pytest.fixture
def user_token(make_token: Callable[..., str], rights: dict[str, object]) -> str:
    """The token that the tests of routes send: it has all rights that endpoints ask for."""
    return make_token(**rights)


@pytest.fixture(scope="session")
def rights(shared_app: Flask) -> dict[str, object]:
    """The claims of somebody who has every role and scope that a view names, and owns rows."""
    views = shared_app.view_functions.values()
    guards = [*DEFAULT_GUARDS.values(), *(getattr(view, "guard", "") for view in views)]
    parts = {tuple(part.split(" ", 1)) for guard in guards for part in guard.split(", ")}
    named = {kind: sorted(part[1] for part in parts if part[0] == kind) for kind in NAMED}
    columns = (column for table in Base.metadata.tables.values() for column in table.c)
    types = {column.info["claim"]: column.type for column in columns if "claim" in column.info}
    whose = {
        claim: str(UUID(int=CALLER) if column_type.python_type is UUID else CALLER)
        for claim, column_type in types.items()
    }
    return {"roles": named["role"], "scope": " ".join(named["scope"]), **whose}


@pytest.fixture
def make_token() -> Callable[..., str]:
    """Sign a token: ``make_token(role="admin")``; it is valid for a minute unless said."""

    def make(
        key: str = myEnvironment.JWT_SECRET,
        algorithm: str = "HS256",
        header: dict[str, object] | None = None,
        **claims: object,
    ) -> str:
        payload = {"sub": "somebody", "exp": int(time.time()) + 60, **claims}
        given = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(given, key, algorithm, header)

    return make
