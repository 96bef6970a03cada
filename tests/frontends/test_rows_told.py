"""What a command says of the rows in the database that a project's settings name."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
import pytest

from conftest import Ant
from support.generated import complaints_of_tools
from support.grown import project_files
from support.postgres import PASSWORD, USER
from support.warm_python import run_warm

FIELDS = {
    "name": "string:required:max=100", "born": "date", "age": "string", "price": "decimal",
    "count": "bigint", "status": "enum:values=new,lost", "note": "text:min=0",
}  # fmt: skip
NOW = "'2026-01-02 03:04:05'"
COLUMNS = '(name, born, age, price, "count", status, note, created_at, updated_at)'
ROWS = [
    f"('Ada', '1850-01-01', '12', 1.50, 5, 'new', 'long', {NOW}, {NOW})",
    f"('Al', NULL, 'x', NULL, 5, 'lost', NULL, {NOW}, {NOW})",
    f"('Bob', NULL, NULL, NULL, 3000000000, 'lost', '', {NOW}, {NOW})",
]
Execute = Callable[[str], list[Any]]


class Shop(NamedTuple):
    """A project whose database has rows, and what it takes to ask and migrate it."""

    root: Path
    python: Path
    env: dict[str, str]
    execute: Execute

    def alembic(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [self.python, "-m", "alembic", *words]
        return run_warm(command, self.root, {**os.environ, **self.env})

    def set_fields(self, **fields: Any) -> None:
        path = self.root / "ant.json"
        manifest = json.loads(path.read_text())
        manifest["routes"]["users"]["fields"] = {**FIELDS, **fields}
        path.write_text(json.dumps(manifest, indent=4))


@pytest.fixture(scope="module")
def origin(
    ant_path: Path, pristine: Path, project_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The project without a database."""
    root = tmp_path_factory.mktemp("shop") / "my-api"
    shutil.copytree(pristine, root)
    os.symlink(project_python.parent.parent, root / ".venv")
    fields = [f"{name}:{kind}" for name, kind in FIELDS.items()]
    words: list[str | Path] = [ant_path, "generate", "route", "users", *fields]
    subprocess.run(words, cwd=root, check=True, capture_output=True)
    return root


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.exhaustive)])
def shop(request: pytest.FixtureRequest, origin: Path, tmp_path: Path) -> Shop:
    """The project on each kind of database, in turn."""
    project = tmp_path / "my-api"
    shutil.copytree(origin, project, symlinks=True)
    is_sqlite = request.param == "sqlite"
    env = {} if is_sqlite else request.getfixturevalue("postgres_database")

    def execute(statement: str) -> list[Any]:
        if is_sqlite:
            with closing(sqlite3.connect(project / "api/instance/app.db")) as database, database:
                return database.execute(statement).fetchall()
        with psycopg.connect(
            host="127.0.0.1", port=int(env["DB_URL"].split(":")[1]), user=USER, password=PASSWORD,
            dbname=env["POSTGRES_DB"],
        ) as connection:  # fmt: skip
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    python = request.getfixturevalue("project_python")
    made = Shop(project, python, env, execute)
    assert made.alembic("upgrade", "head").returncode == 0
    execute(f"INSERT INTO users {COLUMNS} VALUES {', '.join(ROWS)}")
    return made


MISFITS = {
    "name": ("string:required:max=2", "is longer than 2 characters", 2, "'Al'"),
    "age": ("integer", "cannot be read as integer without a change", 1, "'7'"),
    "price": ("decimal:scale=0", "has more digits than decimal(12)", 1, "NULL"),
    "count": ("integer", "has more digits than integer", 1, "2147483647"),
    "note": ("string:min=0:max=3", "is longer than 3 characters", 1, "''"),
}
"""What a field becomes, what is wrong with rows then, how many are, and a value that is right."""


@pytest.mark.slow
def test_values_that_do_not_fit_are_told_with_their_number_and_stop_the_migration(
    ant: Ant, shop: Shop
) -> None:
    before = shop.execute("SELECT * FROM users ORDER BY id")
    shop.set_fields(**{field: kind for field, (kind, *_) in MISFITS.items()})
    files = project_files(shop.root)
    refused = ant("apply", cwd=shop.root, env=shop.env)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert project_files(shop.root) == files
    done = ant("apply", "--yes", cwd=shop.root, env=shop.env)
    assert done.returncode == 0
    for field, (_, misfit, count, right) in MISFITS.items():
        told = f"Rows whose 'users.{field}' {misfit} would stop the migration. The database '"
        for line in (line for said in (refused.stderr, done.stdout) for line in said.splitlines()):
            assert told not in line or line.endswith(f" has {count} of them.")
        assert told in refused.stderr and f"With its migration: {told}" in done.stdout
        stopped = shop.alembic("upgrade", "head")
        assert stopped.returncode != 0
        assert f"nothing was migrated: users.{field} becomes" in stopped.stderr
        assert f"{count} of its values would not stay the same (id " in stopped.stderr
        assert shop.execute("SELECT * FROM users ORDER BY id") == before
        shop.execute(f'UPDATE users SET "{field}" = {right}')
        before = shop.execute("SELECT * FROM users ORDER BY id")
    assert shop.alembic("upgrade", "head").returncode == 0
    assert shop.alembic("check").returncode == 0


OTHERS = [
    ({"name": "string:required:max=100:unique"}, "share a value of 'users.name'", "none"),
    ({"count": "bigint:unique"}, "share a value of 'users.count'", 2),
    ({"born": "date:required"}, "would have no value of 'users.born'", 2),
    ({"size": "integer:required"}, "would have no value of 'users.size'", 3),
    ({"status": "enum:values=new"}, "is lost would stop the migration.", 2),
    ({"price": "decimal:precision=5:scale=1"}, "has more digits than decimal(5, 1)", "none"),
    (
        {"note": "text:min=0:max=3"},
        "'users.note' is longer than 3 characters would stop the migration.",
        1,
    ),
]
MORE = [
    ({"status": "uuid"}, "Rows whose 'users.status' cannot be read as uuid", 3),
    ({"born": "boolean"}, "'users.born' becomes boolean and loses all its values.", 1),
    ({"count": "enum:values=5,6"}, "is none of its enum's values would stop the migration.", 1),
    ({"code": "uuid:required:unique"}, "would have no value of 'users.code'", 3),
    ({"age": "string:default=old"}, "Empty values of 'users.age' are filled.", 1),
]


@pytest.mark.parametrize("changes", [OTHERS, MORE])
def test_what_else_concerns_rows_is_told_with_their_number(
    ant: Ant, shop: Shop, changes: list[tuple[dict[str, str], str, object]]
) -> None:
    fields = {name: kind for change, _, _ in changes for name, kind in change.items()}
    shop.set_fields(**fields)
    shown = ant("apply", "--dry-run", cwd=shop.root, env=shop.env)
    assert shown.returncode == 0
    refused = ant("apply", cwd=shop.root, env=shop.env)
    assert refused.returncode == 1
    for _, sentence, count in changes:
        lines = [line for line in refused.stderr.splitlines() if sentence in line]
        dry = shown.stdout.partition("\n--- ")[0].splitlines()
        lines = lines or [line for line in dry if sentence in line]
        assert [line.endswith(f" has {count} of them.") for line in lines] == [True], lines


BREAKING = {
    "count": ("bigint:min=10", "is less than 10", 2, "count >= 10"),
    "name": ("string:required:min=3:max=100", "is shorter than 3 characters", 1,
             "length(name) BETWEEN 3 AND 100"),
    "born": ("date:min=1900-01-01", "is less than 1900-01-01", 1, "born >= '1900-01-01'"),
    "note": ("text", "is blank", 1, "trim(note) <> ''"),
    "price": ("decimal:min=2.5", "is less than 2.5", 1, "price >= 2.5"),
}  # fmt: skip
"""What a field becomes, what is wrong with rows then, how many are, and the rule in SQL."""
OF_ALL = {
    "count": "12", "name": "'Eve'", "born": "'1912-06-23'", "note": "NULL", "price": "3.25",
}  # fmt: skip


@pytest.mark.slow
def test_rows_that_break_a_new_rule_are_told_with_their_number_and_stop_the_migration(
    ant: Ant, shop: Shop
) -> None:
    shop.set_fields(**{field: kind for field, (kind, *_) in BREAKING.items()})
    refused = ant("apply", cwd=shop.root, env=shop.env)
    assert refused.returncode == 1
    for field, (_, broken, count, _) in BREAKING.items():
        told = f"Rows whose 'users.{field}' {broken} would stop the migration. The database '"
        [line] = [line for line in refused.stderr.splitlines() if told in line]
        assert line.endswith(f" has {count} of them.")
    assert ant("apply", "--yes", cwd=shop.root, env=shop.env).returncode == 0
    for _ in BREAKING:
        stopped = shop.alembic("upgrade", "head")
        assert stopped.returncode != 0
        [field] = [
            field
            for field, (_, _, count, rule) in BREAKING.items()
            if f"{count} of the rows of users would break the rule {rule} (id " in stopped.stderr
        ]
        shop.execute(f'UPDATE users SET "{field}" = {OF_ALL[field]}')
    assert shop.alembic("upgrade", "head").returncode == 0
    assert shop.alembic("check").returncode == 0
    shop.set_fields(count="bigint:min=5", name="string:required:max=100")
    wider = ant("apply", cwd=shop.root, env=shop.env)
    assert (wider.returncode, wider.stderr) == (0, "") and "would stop" not in wider.stdout
    assert shop.alembic("upgrade", "head").returncode == 0


def test_tables_and_columns_that_go_are_told_with_their_rows(ant: Ant, shop: Shop) -> None:
    dropped = ant("destroy", "route", "users", cwd=shop.root, env=shop.env)
    assert re.search(r"goes, with all its rows. The database '.*' has 3 of them", dropped.stderr)
    taken = ant("destroy", "field", "users", "born", cwd=shop.root, env=shop.env)
    assert re.search(r"goes, with all its values. The database '.*' has 1 of them", taken.stderr)


@pytest.mark.slow
def test_rows_are_counted_by_the_names_that_tables_have_before(ant: Ant, shop: Shop) -> None:
    shop.set_fields()
    path = shop.root / "ant.json"
    manifest = json.loads(path.read_text())
    fields = manifest["routes"].pop("users")["fields"]
    fields["title"] = "string:required:max=2"
    del fields["name"]
    manifest["routes"]["people"] = {"fields": fields}
    path.write_text(json.dumps(manifest))
    renamed = ["--renamed", "users=people", "--renamed", "users.name=title"]
    refused = ant("apply", *renamed, cwd=shop.root, env=shop.env)
    assert re.search(r"'people.title' is longer than 2 .* has 2 of them", refused.stderr)
    assert ant("apply", *renamed, "--yes", cwd=shop.root, env=shop.env).returncode == 0
    assert "2 of its values would not stay the same" in shop.alembic("upgrade", "head").stderr
    shop.execute("UPDATE users SET name = 'Al'")
    assert shop.alembic("upgrade", "head").returncode == 0
    assert shop.execute("SELECT title FROM people") == [("Al",)] * 3


@pytest.mark.slow
def test_a_date_becomes_a_moment_and_comes_back(ant: Ant, shop: Shop) -> None:
    shop.set_fields(born="datetime", count="string", age="text")
    done = ant("apply", cwd=shop.root, env=shop.env)
    assert (done.returncode, done.stderr) == (0, "")
    assert shop.alembic("upgrade", "head").returncode == 0
    assert shop.alembic("check").returncode == 0
    born, count = shop.execute('SELECT born, "count" FROM users ORDER BY id')[0]
    assert str(born)[:19] == "1850-01-01 00:00:00" and count == "5"
    down = shop.alembic("downgrade", "-1")
    assert down.returncode == 0, down.stderr
    born, count = shop.execute('SELECT born, "count" FROM users ORDER BY id')[0]
    assert (str(born), count) == ("1850-01-01", 5)
    stopped = "UPDATE users SET born = '2026-01-02 03:04:05' WHERE id = 1"
    assert shop.alembic("upgrade", "head").returncode == 0
    shop.execute(stopped)
    refused = shop.alembic("downgrade", "-1")
    assert refused.returncode != 0 and "users.born becomes DATE, and 1 of" in refused.stderr


def test_a_database_that_has_not_had_every_migration_is_not_counted(ant: Ant, shop: Shop) -> None:
    assert ant("generate", "field", "users", "more:text", cwd=shop.root).returncode == 0
    refused = ant("destroy", "field", "users", "born", cwd=shop.root, env=shop.env)
    assert refused.stderr.splitlines()[0].endswith("goes, with all its values.")


@pytest.mark.slow
def test_a_script_for_postgresql_stops_at_what_does_not_fit(ant: Ant, shop: Shop) -> None:
    if not shop.env:  # no script changes a table of SQLite: Alembic has to read it first
        assert "live database" in script_of(ant, shop).stderr
        return
    done = script_of(ant, shop)
    assert done.returncode == 0
    with pytest.raises(psycopg.errors.RaiseException, match=r"users have a value of name that"):
        shop.execute(done.stdout)
    shop.execute("UPDATE users SET name = 'Al'")
    shop.execute(done.stdout)
    assert shop.alembic("check").returncode == 0
    assert str(shop.execute("SELECT born FROM users ORDER BY id")[0][0])[:10] == "1850-01-01"


def script_of(ant: Ant, shop: Shop) -> subprocess.CompletedProcess[str]:
    """What Alembic prints for a change of types, instead of running it."""
    current = shop.alembic("heads").stdout.split()[0]
    shop.set_fields(name="string:required:max=2", born="datetime", count="string")
    assert ant("apply", "--yes", cwd=shop.root, env=shop.env).returncode == 0
    return shop.alembic("upgrade", f"{current}:head", "--sql")


@pytest.mark.exhaustive
def test_what_converts_is_typed_and_linted(ant: Ant, origin: Path, tmp_path: Path) -> None:
    root = tmp_path / "my-api"
    shutil.copytree(origin, root, symlinks=True)
    Shop(root, Path(), {}, lambda _: []).set_fields(born="datetime", count="string")
    assert ant("apply", cwd=root).returncode == 0
    assert (root / "api/migrations/conversions.py").exists()
    assert complaints_of_tools(root, root / ".venv/bin/python") == ""
