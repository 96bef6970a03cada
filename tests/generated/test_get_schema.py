"""The Get schema is what clients see: its owner takes fields out and computes others."""

import shutil
from pathlib import Path

import pytest

from generated.conftest import RunTests
from generated.test_inside import assert_hold
from support.generated import complaints_of_tools
from support.get_schema_edits import change, compute_fields, take_fields_out
from support.server import run_in_api

STATEMENTS = """
from app import create_app
from sqlalchemy import event
from startup.Alchemy import autocommit_engine

client = create_app().test_client()
seen = []
event.listen(autocommit_engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
made = client.post("/tags", json={"label": "new", "kind": "a"})
assert made.status_code == 201, made.data
for answer in (client.get("/tags"), client.get("/tags/1"), client.patch("/tags/1", json={})):
    assert answer.status_code == 200, answer.data
    assert b"created_at" not in answer.data
read = [sql for sql in seen if sql.startswith("SELECT") or "RETURNING" in sql]
assert len(read) == 5, read
columns = [sql.rpartition("RETURNING")[2].partition("FROM")[0] for sql in read]
assert not [listed for listed in columns if "created_at" in listed]
assert client.get("/tags?sort=-created_at").status_code == 400
"""


@pytest.fixture
def edited(resources: Path, tmp_path: Path) -> Path:
    """A project where an owner has changed what is shown of users."""
    project = Path(shutil.copytree(resources, tmp_path / "all"))
    take_fields_out(project)
    compute_fields(project)
    return project


@pytest.mark.slow
def test_what_it_lists_is_shown_and_nothing_else(
    edited: Path, project_python: Path, database: dict[str, str]
) -> None:
    assert_hold(["check_get_schema"], edited, project_python, database)


@pytest.mark.slow
def test_the_own_tests_follow_it(
    edited: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    run = run_tests(edited, "tests/test_users_route.py", **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.slow
def test_the_tools_have_nothing_to_say(edited: Path, project_python: Path) -> None:
    assert complaints_of_tools(edited, project_python) == ""


@pytest.mark.slow
def test_what_it_does_not_list_is_not_read(
    resources: Path, tmp_path: Path, project_python: Path
) -> None:
    project = Path(shutil.copytree(resources, tmp_path / "all"))
    change(project, "api/schemas/GetTags_schema.py", ("    created_at = Moment()\n", ""))
    settings = {"DB_URL": "", "SQLITE_FILE": str(tmp_path / "app.db"), "FLASK_ENV": "development"}
    done = run_in_api(project, project_python, STATEMENTS, settings)
    assert done.returncode == 0, done.stderr
