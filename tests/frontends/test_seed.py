"""``ant seed`` in a generated project."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Ant
from support.generated import REPOSITORY

SPEC = REPOSITORY / "tests/support/every_type.json"


@pytest.fixture
def ready(fresh_ant: Ant, project_python: Path, tmp_path: Path) -> Path:
    """A project whose routes have fields of every type."""
    assert fresh_ant("generate", "api", "all", "--json", str(SPEC)).returncode == 0
    (tmp_path / "all/.venv").symlink_to(project_python.parent.parent)
    return tmp_path / "all"


def rows(project: Path, columns: str, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(project / "api/instance/app.db")) as connection:
        return connection.execute(f"SELECT {columns} FROM {table} ORDER BY 1").fetchall()


@pytest.mark.slow
def test_the_same_seed_gives_the_same_rows_and_once_more_gives_more(
    fresh_ant: Ant, ready: Path
) -> None:
    done = fresh_ant("seed", "--count", "6", "--seed", "3", cwd=ready / "api")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "orders: 6 rows\n" in done.stdout
    first = {
        "users": rows(ready, "id, name, email, nick, manager_id, desk_id", "users"),
        "links": rows(ready, "orders_id, tags_id", "orders_tags"),
    }
    assert len(first["users"]) == 6 and first["links"]
    assert any(handles for *_, handles in first["users"])
    assert any(keeper for _, keeper in rows(ready, "id, keeper_id", "desks"))
    shutil.rmtree(ready / "api/instance")
    fresh_ant("seed", "--count", "6", "--seed", "3", cwd=ready)
    assert rows(ready, "id, name, email, nick, manager_id, desk_id", "users") == first["users"]
    assert fresh_ant("seed", "--count", "2", "--seed", "3", cwd=ready).returncode == 0
    assert len(rows(ready, "id", "users")) == 8


@pytest.mark.slow
def test_one_route_gets_rows_and_what_it_needs(fresh_ant: Ant, ready: Path) -> None:
    report = fresh_ant("--report", "seed", "--route", "orders", "--count", "2", cwd=ready)
    assert json.loads(report.stdout)["status"] == "success"
    counts = [len(rows(ready, "id", table)) for table in ("orders", "users", "tags", "logs")]
    assert counts == [2, 2, 0, 0]
    unknown = fresh_ant("seed", "--route", "nothing", cwd=ready)
    assert unknown.returncode == 1
    assert "There is no route 'nothing'" in unknown.stderr


@pytest.mark.slow
def test_outside_development_it_asks_for_yes(fresh_ant: Ant, ready: Path) -> None:
    production = {"FLASK_ENV": "production", "SQLITE_FILE": "instance/app.db"}
    refused = fresh_ant("seed", "--count", "1", cwd=ready, env=production)
    assert refused.returncode == 1
    assert "Say --yes" in refused.stderr
    assert not (ready / "api/instance/app.db").exists()
    done = fresh_ant("seed", "--count", "1", "--yes", cwd=ready, env=production)
    assert done.returncode == 0, done.stderr


def test_a_project_without_fields_has_nothing_to_fill(fresh_ant: Ant, project: Path) -> None:
    done = fresh_ant("seed", cwd=project)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: There is no tests/seed.py: no route here has fields.")


@pytest.mark.parametrize("count", ["0", "-1", "x", "100001"])
def test_a_count_is_a_number_that_makes_sense(fresh_ant: Ant, project: Path, count: str) -> None:
    assert fresh_ant("seed", f"--count={count}", cwd=project).returncode == 2
