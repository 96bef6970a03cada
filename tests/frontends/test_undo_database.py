"""``ant undo`` of a migration: the database that the settings name is asked whether it has run."""

import json
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import migrations, project_files
from support.postgres import PostgresServer

LAST = "api/migrations/versions/0002_create_users.py"


@pytest.fixture
def typed(ant: Ant, project: Path) -> Path:
    """A project whose last command has made a migration."""
    assert ant("generate", "route", "users", "name:string", cwd=project).returncode == 0
    return project


def revision(project: Path) -> str:
    text = (project / LAST).read_text()
    return text.split('revision: str = "')[1].split('"')[0]


def at_revision(path: Path, name: str) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES (?)", (name,))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("setting", "place"),
    [("", "api/instance/app.db"), ("../data/shop.db", "data/shop.db"), ("my.db", "api/my.db")],
)
@pytest.mark.parametrize("in_file", [True, False])
def test_an_embedded_database_elsewhere_is_asked(
    ant: Ant, typed: Path, setting: str, place: str, in_file: bool
) -> None:
    at_revision(typed / place, revision(typed))
    env = {} if in_file else {"SQLITE_FILE": setting}
    if in_file:
        with (typed / ".env").open("a") as file:
            file.write(f"SQLITE_FILE='{setting}' # here\n")
    before = project_files(typed)
    for words in (["undo"], ["undo", "--dry-run"]):
        done = ant(*words, cwd=typed, env=env)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"The migration '{LAST}' has run in '{place}'." in done.stderr
        assert "alembic downgrade" in done.stderr
    assert project_files(typed) == before
    assert sorted(path.name for path in (typed / place).parent.glob("*.db*")) == [Path(place).name]


def test_an_embedded_database_that_nobody_uses_is_not_asked(ant: Ant, typed: Path) -> None:
    at_revision(typed / "api/instance/app.db", revision(typed))
    done = ant("undo", cwd=typed, env={"SQLITE_FILE": "other.db"})
    assert (done.returncode, "Warning" in done.stdout) == (0, False)
    assert not (typed / "api/other.db").exists()


@pytest.mark.slow
def test_postgresql_is_asked_by_the_python_of_the_project(
    ant: Ant, typed: Path, postgres: PostgresServer, postgres_database: dict[str, str],
    project_python: Path,
) -> None:  # fmt: skip
    os.symlink(project_python.parent.parent, typed / ".venv")
    name = postgres_database["POSTGRES_DB"]
    with postgres.connect(name) as connection:
        assert ant("undo", "--dry-run", cwd=typed, env=postgres_database).returncode == 0
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES (%s)", [revision(typed)])
        done = ant("undo", cwd=typed, env=postgres_database)
        assert (done.returncode, done.stdout) == (1, "")
        place = f"'{name}' on '{postgres_database['DB_URL']}'"
        assert f"The migration '{LAST}' has run in {place}." in done.stderr
        connection.execute("DELETE FROM alembic_version")
    done = ant("undo", cwd=typed, env=postgres_database)
    assert (done.returncode, "Warning" in done.stdout) == (0, False)
    assert len(migrations(typed)) == 1


@contextmanager
def silent_server() -> Iterator[str]:
    """The address of something that takes connections and never says a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.slow
@pytest.mark.parametrize("case", ["no environment", "silent", "no psycopg", "url"])
def test_a_database_that_does_not_answer_is_a_warning(
    ant: Ant, typed: Path, project_python: Path, case: str
) -> None:
    if case in ("silent", "url"):
        os.symlink(project_python.parent.parent, typed / ".venv")
    if case == "no psycopg":
        (typed / ".venv/bin").mkdir(parents=True)
        found = shutil.which("false")
        assert found
        os.symlink(found, typed / ".venv/bin/python")
    with silent_server() as address:
        host = "postgresql://me:hidden@db/shop" if case == "url" else address
        env = {"DB_URL": host, "POSTGRES_DB": "shop", "POSTGRES_USER": "me"}
        began = time.monotonic()
        report = json.loads(ant("--report", "undo", "--dry-run", cwd=typed, env=env).stdout)
        done = ant("undo", cwd=typed, env=env)
        assert time.monotonic() - began < 40
    (warning,) = report["warnings"]
    assert f"did not answer whether '{LAST}' has run. If it has," in warning
    assert "alembic downgrade" in warning and "hidden" not in warning
    assert done.returncode == 0
    assert f"Warning: {warning}" in done.stdout.splitlines()


def test_what_is_no_database_is_a_warning(ant: Ant, typed: Path) -> None:
    (typed / "api/instance").mkdir()
    (typed / "api/instance/app.db").write_text("no database at all " * 100)
    done = ant("undo", cwd=typed)
    assert done.returncode == 0
    assert "Warning: The database 'api/instance/app.db' did not answer" in done.stdout


def test_a_command_that_has_made_no_migration_asks_nobody(ant: Ant, project: Path) -> None:
    assert ant("generate", "route", "notes", cwd=project).returncode == 0
    assert ant("generate", "subroute", "notes", "more", cwd=project).returncode == 0
    done = ant("undo", cwd=project, env={"DB_URL": "nowhere.invalid"})
    assert (done.returncode, "Warning" in done.stdout) == (0, False)
