"""Comments of people above what goes stay, and are told."""

import json
from pathlib import Path

import pytest

from conftest import Ant

MODEL, APP = "api/models/Users_model.py", "api/app.py"
STAYS = "stood above code that is gone, and stays"


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with a route that has two fields, behind another route."""
    for words in (("tags", "label:string"), ("users", "name:string:required", "age:integer")):
        assert ant("generate", "route", *words, cwd=project).returncode == 0
    return project


def write_above(project: Path, path: str, line: str, *comments: str) -> int:
    """Write comments above a line; return the number of the first one."""
    lines = (project / path).read_text().splitlines(keepends=True)
    [at] = [index for index, text in enumerate(lines) if text.lstrip().startswith(line)]
    indent = lines[at].removesuffix(lines[at].lstrip())
    lines[at:at] = [f"{indent}# {comment}\n" for comment in comments]
    (project / path).write_text("".join(lines))
    return at + 1


def test_comments_above_a_column_and_a_registration_are_told(ant: Ant, users: Path) -> None:
    first = write_above(users, MODEL, "age:", "asked for by the marketing department", "see #12")
    done = ant("destroy", "field", "users", "age", "--yes", cwd=users)
    assert done.stdout.splitlines()[2:] == [
        f"Warning: {MODEL}:{first} {STAYS}: # asked for by the marketing department",
    ]
    assert "    # see #12\n    created_at" in (users / MODEL).read_text()
    line = write_above(users, APP, "app.register_blueprint(users_bp)", "last, for a reason")
    done = ant("--report", "destroy", "route", "users", "--force", "--yes", cwd=users)
    assert "import users_bp" not in (users / APP).read_text()  # one line above it
    warnings = json.loads(done.stdout)["warnings"]
    assert f"{APP}:{line - 1} {STAYS}: # last, for a reason" in warnings


def test_comments_above_what_stays_or_is_replaced_are_not_told(ant: Ant, users: Path) -> None:
    write_above(users, MODEL, "name:", "as in the passport")
    write_above(users, MODEL, "created_at:", "in UTC")
    done = ant("destroy", "field", "users", "age", "--yes", cwd=users)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2), done
    done = ant("rename", "field", "users", "name", "label", cwd=users)
    assert (done.returncode, STAYS in done.stdout) == (0, False), done
