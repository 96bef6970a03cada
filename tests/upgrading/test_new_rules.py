"""Tables of an earlier version get the rules of their fields, and no row is lost or left behind."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from conftest import Ant
from support.frozen import unpack
from support.postgres import PASSWORD, USER
from support.warm_python import run_warm

NOW = "'2026-01-02 03:04:05'"
COLUMNS = "(email, password, name, newsletter, created_at, updated_at)"
ROWS = ", ".join(
    f"('{email}', 'hash', '{name}', false, {NOW}, {NOW})"
    for email, name in [("Ada@Example.com", "Ada"), ("ada@example.com", "  "), ("Bob@x.org", "Bob")]
)


class Store(NamedTuple):
    """A project of an earlier version whose database has rows."""

    root: Path
    python: Path
    env: dict[str, str]

    def alembic(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [self.python, "-m", "alembic", *words]
        return run_warm(command, self.root, {**os.environ, **self.env})

    def execute(self, statement: str) -> list[Any]:
        if not self.env:
            with closing(sqlite3.connect(self.root / "api/instance/app.db")) as base, base:
                return base.execute(statement).fetchall()
        with psycopg.connect(
            host="127.0.0.1", port=int(self.env["DB_URL"].split(":")[1]), user=USER,
            password=PASSWORD, dbname=self.env["POSTGRES_DB"],
        ) as connection:  # fmt: skip
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest, tmp_path: Path, project_python: Path) -> Store:
    """The store, on each kind of database in turn."""
    root = unpack("0.2.0/store", tmp_path)
    os.symlink(project_python.parent.parent, root / ".venv")
    is_sqlite = request.param == "sqlite"
    env = {} if is_sqlite else request.getfixturevalue("postgres_database")
    made = Store(root, project_python, env)
    assert made.alembic("upgrade", "head").returncode == 0
    made.execute(f"INSERT INTO customers {COLUMNS} VALUES {ROWS}")
    return made


@pytest.mark.slow
def test_rows_in_the_way_are_told_and_the_others_get_the_rules(ant: Ant, store: Store) -> None:
    refused = ant("upgrade", cwd=store.root, env=store.env)
    assert (refused.returncode, refused.stdout) == (1, "")
    for what, count in (
        ("email' differs in upper and lower case alone", 2),
        ("name' is blank", 1),
    ):
        told = f"Rows whose 'customers.{what} would stop the migration. The database '"
        [line] = [line for line in refused.stderr.splitlines() if told in line]
        assert line.endswith(f" has {count} of them.")
    assert refused.stderr.count("would stop the migration") == 2
    assert ant("upgrade", "--yes", cwd=store.root, env=store.env).returncode == 0
    rows = store.execute("SELECT id, email, name FROM customers ORDER BY id")
    for reason, remedy in (
        ("2 of the rows of customers would share a value of email", "email = 'eve@x.org'"),
        ("1 of the rows of customers would break the rule trim(name) <> ''", "name = 'Eve'"),
    ):
        stopped = store.alembic("upgrade", "head")
        assert stopped.returncode != 0 and f"nothing was migrated: {reason}" in stopped.stderr
        assert store.execute("SELECT id, email, name FROM customers ORDER BY id") == rows
        store.execute(f"UPDATE customers SET {remedy} WHERE id = 2")
        rows = store.execute("SELECT id, email, name FROM customers ORDER BY id")
    done = store.alembic("upgrade", "head")
    assert done.returncode == 0, done.stderr
    assert store.execute("SELECT id, email, name FROM customers ORDER BY id") == [
        (1, "ada@example.com", "Ada"), (2, "eve@x.org", "Eve"), (3, "bob@x.org", "Bob"),
    ]  # fmt: skip
    assert store.alembic("check").returncode == 0
    store.execute("DELETE FROM customers WHERE id = 3")
    store.execute(
        f"INSERT INTO customers {COLUMNS} VALUES ('z@x.org', 'h', 'Z', false, {NOW}, {NOW})"
    )
    assert store.execute("SELECT max(id) FROM customers") == [(4,)]


@pytest.mark.slow
def test_an_altered_table_goes_on_behind_the_last_id(ant: Ant, store: Store) -> None:
    assert ant("upgrade", "--yes", cwd=store.root, env=store.env).returncode == 0
    store.execute("UPDATE customers SET name = 'Eve', email = 'eve@x.org' WHERE id = 2")
    words = ("generate", "field", "customers", "level:integer:min=1:required", "--fill",
             "customers.level=3")  # fmt: skip
    assert ant(*words, cwd=store.root, env=store.env).returncode == 0
    assert store.alembic("upgrade", "+1").returncode == 0
    store.execute("DELETE FROM customers WHERE id = 3")
    assert store.alembic("upgrade", "head").returncode == 0
    assert store.execute("SELECT id, level FROM customers ORDER BY id") == [(1, 3), (2, 3)]
    row = f"1, 'z@x.org', 'h', 'Z', false, {NOW}, {NOW}"
    store.execute(f"INSERT INTO customers (level, {COLUMNS[1:]} VALUES ({row})")
    assert store.execute("SELECT max(id) FROM customers") == [(4,)]
