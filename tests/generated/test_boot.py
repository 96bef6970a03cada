"""A fresh project boots: in each documented way, on both databases, several workers at once."""

import re
import shutil
import uuid
from pathlib import Path

import pytest

from support.postgres import PostgresServer, free_port
from support.server import Server, run_in_api
from support.serving import SECRET

WORKING = "Your backant backend is working"
TROUBLE = re.compile(r"error|warn|critical|traceback|exception|fail", re.IGNORECASE)
PRODUCTION = {"FLASK_ENV": "production", "JWT_SECRET": SECRET, "SQLITE_FILE": "instance/app.db"}

BUILDERS = """
from flask import url_for
from werkzeug.routing import Rule

compiled = []
compile_builder = Rule._compile_builder

def counted(rule, append_unknown=True):
    compiled.append(rule.rule)
    return compile_builder(rule, append_unknown)

Rule._compile_builder = counted
from app import create_app

app = create_app()

@app.get("/things/<int:rule>/<self>")
def get_thing(rule, self):
    return ""

print(*{*compiled})
with app.test_request_context():
    for _ in range(2):
        print(url_for("get_thing", rule=1, self="a b", page=2))
    print(url_for("default.get_default"))
print(len(compiled))
"""


def assert_works(server: Server) -> None:
    """It answers what the document says, ends with 0, and has nothing to complain about."""
    try:
        answer = server.get("/")
        assert (answer.status, answer.json) == (200, WORKING)
        assert answer.headers["Content-Type"] == "application/json"
    finally:
        code = server.terminate()
    assert code == 0, server.log


def assert_boots_cleanly(
    project: Path, python: Path, env: dict[str, str], without: str = ""
) -> None:
    """Four workers start on an empty database without one line of trouble."""
    server = Server.gunicorn(project, python, env, without)
    assert_works(server)
    assert server.log.count("Booting worker") == 4, server.log
    assert not [line for line in server.log.splitlines() if TROUBLE.search(line)], server.log


@pytest.mark.exhaustive_for("sqlite")  # which the first boots below try as well
@pytest.mark.slow
def test_gunicorn_as_in_the_image_serves_it(
    project: Path, project_python: Path, database: dict[str, str]
) -> None:
    assert_boots_cleanly(project, project_python, {**PRODUCTION, **database})


@pytest.mark.exhaustive_for("sqlite")
@pytest.mark.slow
def test_four_workers_that_make_the_tables_at_once_take_turns(
    project: Path, project_python: Path, database: dict[str, str]
) -> None:
    assert_boots_cleanly(project, project_python, {**PRODUCTION, **database}, "--preload")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("--debug",)])
def test_flask_run_in_the_root_serves_it(
    project: Path, project_python: Path, database: dict[str, str], arguments: tuple[str, ...]
) -> None:
    port = free_port()
    command = [str(project_python), "-m", "flask", "run", "--port", str(port), *arguments]
    server = Server(command, project, port, database)
    assert server.wait().get("/").json == WORKING
    server.kill()


def test_flask_run_from_elsewhere_serves_it_with_the_same_settings_and_database(
    project: Path, project_python: Path, tmp_path: Path
) -> None:
    port, elsewhere = free_port(), tmp_path / "elsewhere"
    elsewhere.mkdir()
    app = str(project / "api/app.py")
    command = [str(project_python), "-m", "flask", "--app", app, "run", "--port", str(port)]
    server = Server(command, elsewhere, port)  # it finds FLASK_ENV in .env, or it refuses to start
    assert server.wait().get("/").json == WORKING
    server.kill()
    assert (project / "api/instance/app.db").exists()
    assert [path.name for path in elsewhere.iterdir()] == [f"server-{port}.log"]


def first_boots(project: Path, python: Path, postgres: PostgresServer | None, times: int) -> None:
    """Boot on a new database each time."""
    for _ in range(times):
        env = dict(PRODUCTION)
        if postgres:
            env |= postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
        shutil.rmtree(project / "api/instance", ignore_errors=True)
        # Preloaded, one process makes the tables; without it four do at once.
        assert_boots_cleanly(project, python, env, without="--preload")


few_and_many = pytest.mark.parametrize(
    "boots",
    [pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.exhaustive)],
)


@few_and_many
def test_first_boots_on_sqlite_have_no_trouble(
    project: Path, project_python: Path, boots: int
) -> None:
    first_boots(project, project_python, None, boots)


@pytest.mark.exhaustive_for("2")
@few_and_many
def test_first_boots_on_postgresql_have_no_trouble(
    project: Path, project_python: Path, postgres: PostgresServer, boots: int
) -> None:
    first_boots(project, project_python, postgres, boots)


@pytest.mark.slow
def test_four_workers_that_each_clear_the_database_take_turns(
    project: Path, project_python: Path, database: dict[str, str]
) -> None:
    assert_boots_cleanly(project, project_python, {**database, "CLEAR_DB": "True"}, "--preload")


def test_how_urls_are_built_is_compiled_when_one_is(project: Path, project_python: Path) -> None:
    """It takes a fifth of the time in which a large application starts."""
    done = run_in_api(project, project_python, BUILDERS, {"DB_URL": ""})
    lines = done.stdout.splitlines()
    assert lines[0] == "/static/<path:filename>"  # which Flask adds before anybody can say how
    assert lines[1:4] == ["/things/1/a%20b?page=2"] * 2 + ["/"]
    assert lines[4] == "4"
