"""Decimals of projects whose SQLite held them as integers: an upgrade keeps every one of them."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import Ant
from support.frozen import unpack
from support.server import plain_environment

READ = """
import json, sys
sys.path.insert(0, "api")
from sqlalchemy import select, text
from startup.Alchemy import Base, autocommit_engine, import_models
import_models()
held, values = {}, {}
with autocommit_engine.connect() as connection:
    for name, column in [("products", "price"), ("orders", "total"), ("order_lines", "unit_price")]:
        found = Base.metadata.tables[name].c
        values[name] = [str(value) for value in connection.scalars(
            select(found[column]).order_by(found.id))]
        held[name] = [str(value) for value in connection.scalars(
            text(f"SELECT {column} FROM {name} ORDER BY id"))]
print(json.dumps([values, held]))
"""
Values = dict[str, list[str]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.exhaustive)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Mapping[str, str]:
    """The variables that lead a project to an empty database of each kind."""
    if request.param == "sqlite":
        return {"DB_URL": "", "SQLITE_FILE": str(tmp_path / "own.db")}
    return dict(request.getfixturevalue("postgres_database"))


@pytest.mark.exhaustive
def test_money_is_the_same_after_an_upgrade_and_after_going_back(
    ant: Ant, tmp_path: Path, project_python: Path, settings: Mapping[str, str]
) -> None:
    project = unpack("0.2.0/store", tmp_path)

    def run(*words: str) -> str:
        done = subprocess.run(
            [project_python, "-B", *words], cwd=project, env=plain_environment(settings),
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def read() -> tuple[Values, Values]:
        values, held = json.loads(run("-c", READ))
        return values, held

    run("-m", "alembic", "upgrade", "head")
    run("tests/seed.py", "--count", "12", "--seed", "1", "--yes")
    before, held_before = read()
    assert all(len(set(column)) > 1 for column in before.values())
    done = ant("upgrade", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    run("-m", "alembic", "upgrade", "head")
    after, held_after = read()
    assert after == held_after == before
    assert "No new upgrade operations" in run("-m", "alembic", "check")
    run("-m", "alembic", "downgrade", "-1")
    assert read()[1] == held_before
    run("-m", "alembic", "upgrade", "head")
    assert read() == (before, before)
