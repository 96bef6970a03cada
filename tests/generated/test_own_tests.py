"""The tests that a generated project brings: they pass, and leave no trace."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.postgres import PostgresServer, free_port

Run = subprocess.CompletedProcess[str]
RunTests = Callable[..., Run]

ODD_SETTINGS = """
FLASK_ENV=Überall
TESTING=perhaps
LOG_LEVEL=LOUD
MAX_CONTENT_LENGTH=-1
CORS_ORIGINS=*
POSTGRES_USER=o'brien
POSTGRES_PASSWORD="p@ss:w/o?rd #1"
POSTGRES_DB=Dev Data
DB_URL=
SQLITE_FILE=/nowhere/at/all.db
CLEAR_DB=True
JWT_SECRET=short
COGNITO_REGION='
"""


@pytest.fixture
def run_tests(project_python: Path, tmp_path: Path) -> RunTests:
    """Run a project's tests as its owner would, with a folder for temporary files to look into."""
    (tmp_path / "tmp").mkdir()

    def run(project: Path, *arguments: str, umask: int = -1, **variables: str) -> Run:
        return subprocess.run(
            [project_python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=project, umask=umask, capture_output=True, text=True, timeout=180, check=False,
            env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path / "tmp"), **variables},
        )  # fmt: skip

    return run


def snapshot(project: Path) -> dict[str, tuple[int, bytes]]:
    """Every path of a project with its mode and content."""
    return {
        str(path.relative_to(project)): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in project.rglob("*")
    }


def assert_passed(run: Run) -> None:
    """All tests ran and passed, and there was nothing to remark."""
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.fullmatch(r"\d+ passed in .*", run.stdout.splitlines()[-1]), run.stdout
    assert run.stderr == ""


def add_setting(project: Path, *settings: str) -> None:
    """Write settings into the project's .env, whose last word wins."""
    with open(project / ".env", "a") as env:
        env.write("\n".join(("", *settings, "")))


@pytest.mark.slow
def test_they_pass_on_sqlite_whatever_env_file_the_developer_has_and_touch_nothing(
    project: Path, run_tests: RunTests, tmp_path: Path
) -> None:
    """With the one that is generated, ``ant test`` runs them: see ``test_run_and_test``."""
    add_setting(project, *ODD_SETTINGS.split("\n"))
    (project / "api/instance").mkdir()
    (project / "api/instance/app.db").write_text("precious, and no database at all")
    before = snapshot(project)
    assert_passed(run_tests(project))
    assert snapshot(project) == before
    left = [path.name for path in (tmp_path / "tmp").iterdir()]
    assert [name for name in left if not name.startswith("pytest-of-")] == []


@pytest.mark.exhaustive_for("environment")
@pytest.mark.slow
@pytest.mark.parametrize("place", ["environment", ".env"])
def test_they_pass_on_postgresql_in_a_database_of_their_own(
    project: Path,
    run_tests: RunTests,
    postgres: PostgresServer,
    postgres_database: dict[str, str],
    place: str,
) -> None:
    variables = postgres_database if place == "environment" else {}
    if place == ".env":
        add_setting(project, *(f"{key}='{text}'" for key, text in postgres_database.items()))
    with postgres.connect(postgres_database["POSTGRES_DB"]) as connection:
        connection.execute('CREATE TABLE "default" (id serial PRIMARY KEY, model text)')
        connection.execute("INSERT INTO \"default\" (model) VALUES ('precious')")
    before = snapshot(project), databases(postgres)
    assert_passed(run_tests(project, **variables))
    assert (snapshot(project), databases(postgres)) == before
    with postgres.connect(postgres_database["POSTGRES_DB"]) as connection:
        assert connection.execute('SELECT * FROM "default"').fetchall() == [(1, "precious")]
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchall() == [("default",)]


def databases(server: PostgresServer) -> list[str]:
    """The names of all databases of the server."""
    with server.connect("postgres") as connection:
        return [name for (name,) in connection.execute("SELECT datname FROM pg_database")]


@pytest.mark.exhaustive
def test_two_runs_on_one_server_do_not_meet(
    project: Path, run_tests: RunTests, postgres_database: dict[str, str]
) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run_tests, project, **postgres_database) for _ in range(2)]
    for run in runs:
        assert_passed(run.result())


@pytest.fixture
def powerless_role(postgres: PostgresServer) -> Iterator[dict[str, str]]:
    """A role of the server that may not create databases."""
    with postgres.connect("postgres") as connection:
        connection.execute("CREATE ROLE powerless LOGIN PASSWORD 'none'")
        yield {"POSTGRES_USER": "powerless", "POSTGRES_PASSWORD": "none"}
        connection.execute("DROP ROLE powerless")


@pytest.mark.slow
def test_they_say_that_they_need_a_database_of_their_own(
    project: Path,
    run_tests: RunTests,
    postgres_database: dict[str, str],
    powerless_role: dict[str, str],
) -> None:
    run = run_tests(project, "tests/test_default.py", **{**postgres_database, **powerless_role})
    assert run.returncode == 1
    assert "The tests need a PostgreSQL database of their own" in run.stdout
    assert "permission denied to create database" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.slow
def test_they_say_that_the_server_does_not_answer(project: Path, run_tests: RunTests) -> None:
    run = run_tests(project, "tests/test_default.py", DB_URL=f"127.0.0.1:{free_port()}")
    assert run.returncode == 1
    assert "The tests need a PostgreSQL database of their own" in run.stdout
    assert "onnection refused" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


@pytest.mark.slow
def test_they_refuse_to_empty_a_file_that_is_not_theirs(project: Path, run_tests: RunTests) -> None:
    settings = project / "api/startup/Environment.py"
    settings.write_text(settings.read_text().replace('".env")', '".env", override=True)'))
    add_setting(project, "FLASK_ENV=development", f"SQLITE_FILE={project / 'precious.db'}")
    (project / "precious.db").touch()
    before = snapshot(project)
    run = run_tests(project)
    assert (run.returncode, snapshot(project)) == (1, before)
    assert "The tests would empty" in run.stdout


@pytest.mark.exhaustive
def test_they_pass_without_an_env_file(project: Path, run_tests: RunTests) -> None:
    (project / ".env").unlink()
    assert_passed(run_tests(project))


@pytest.mark.exhaustive
def test_they_pass_in_an_odd_place_with_a_private_umask(
    pristine: Path, run_tests: RunTests, tmp_path: Path
) -> None:
    project = tmp_path / "höhere Räume & 'mehr' 100%" / "my-api"
    shutil.copytree(pristine, project)
    (project.parent / "tmp dir").mkdir()
    assert_passed(run_tests(project, umask=0o077, TMPDIR=str(project.parent / "tmp dir")))
