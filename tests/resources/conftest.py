"""A generated project with fields of every type, served as the image does on both databases."""

import json
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.api import Api
from support.postgres import PostgresServer
from support.server import Server

SPEC: dict[str, Any] = {
    "routes": {
        "users": {
            "fields": {
                "name": "string:required:min=1:max=120",
                "email": {"type": "email", "required": True, "unique": True},
                "age": "integer:min=0:max=150",
            }
        },
        "accounts": {
            "fields": {
                "login": "string:required:unique",
                "motto": "text:unique",
                "password": "password:required",
                "notes": "text:private",
                "level": "integer:readonly:default=1",
            }
        },
        "tags": {
            "bulk": True,
            "idempotency": True,
            "fields": {"label": "string:required:unique:pattern=^[a-z]+$"},
        },
        "orders": {
            "bulk": True,
            "fields": {
                "user": "reference:to=users:required:on_delete=cascade",
                "total": "decimal:precision=10:scale=2:min=0",
                "status": "enum:values=new,paid,shipped:default=new",
                "note": "text",
                "placed_at": "datetime:default=now",
                "due": "date:min=2020-01-01",
                "at": "time",
                "weight": "float",
                "views": "bigint",
                "rank": "smallint:default=7:nullable",
                "gift": "boolean:default=false",
                "token": "uuid:default=uuid:nullable",
                "extra": "json",
                "labels": "list:of=string",
                "counts": "list:of=integer:default=[]",
                "keys": "list:of=uuid:nullable:default=[]",
                "home": "url",
                "parent": "reference:to=orders:on_delete=set_null",
                "seller": "reference:to=users",
                "tags": "many:to=tags",
            },
            "subroutes": {"export": {}, "load": {"type": "POST"}},
        },
        "carts": {"fields": {"user": "reference:to=users:on_delete=cascade"}},
        "lines": {"fields": {"cart": "reference:to=carts:on_delete=restrict"}},
        "plain": {},
    }
}
SETTINGS = {"JWT_SECRET": "a secret for the tests, which is long enough", "LOG_LEVEL": "DEBUG"}


@pytest.fixture(scope="session")
def store(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project; copy it before changing anything."""
    parent = tmp_path_factory.mktemp("store")
    command = [str(ant_path), "generate", "api", "store", "--json", json.dumps(SPEC)]
    subprocess.run(command, cwd=parent, check=True, capture_output=True)
    return parent / "store"


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Each of the two databases, empty: the variables that lead a generated API to it."""
    if request.param == "sqlite":
        return {"DB_URL": "", "SQLITE_FILE": str(tmp_path_factory.mktemp("database") / "app.db")}
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")


@pytest.fixture(scope="session")
def api(store: Path, database: dict[str, str], project_python: Path) -> Iterator[Api]:
    """The API, over HTTP."""
    server = Server.gunicorn(store, project_python, {**SETTINGS, **database})
    yield Api(server)
    server.kill()
