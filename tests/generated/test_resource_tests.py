"""The tests that come with routes that have fields: they pass."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Ant
from generated.conftest import RunTests
from support.server import plain_environment


@pytest.mark.slow
def test_they_pass_on_both_databases(
    resources: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    run = run_tests(resources, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert "skipped" not in run.stdout


@pytest.mark.slow
def test_they_pass_with_a_column_that_its_owner_added(
    resources: Path, tmp_path: Path, project_python: Path, run_tests: RunTests
) -> None:
    project = Path(shutil.copytree(resources, tmp_path / "all"))
    model = project / "api/models/Users_model.py"
    mine = "    nickname: Mapped[str | None] = mapped_column(String(40))\n    created_at:"
    model.write_text(model.read_text().replace("    created_at:", mine))
    for words in (["upgrade", "head"], ["revision", "--autogenerate", "-m", "nickname"]):
        subprocess.run(
            [project_python, "-m", "alembic", *words], cwd=project, check=True,
            env=plain_environment({}), capture_output=True,
        )  # fmt: skip
    run = run_tests(project)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.slow
@pytest.mark.parametrize("few", ["boolean:unique:required", "enum:values=x,y:unique:required"])
def test_they_pass_where_a_table_holds_two_rows_at_most(
    ant: Ant, project: Path, run_tests: RunTests, few: str
) -> None:
    done = ant("generate", "route", "places", f"side:{few}", "note:string", "at:date", cwd=project)
    assert done.returncode == 0, done.stderr
    run = run_tests(project, "tests/test_places_route.py")
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_they_pass_for_routes_and_fields_of_odd_names(
    ant: Ant, tmp_path: Path, run_tests: RunTests, project_python: Path, database: dict[str, str]
) -> None:
    fields = {
        "documentation": {"this": "reference:to=documentation", "rows": "string"},
        "trees": {"parent": "reference:to=trees", "size": "float:default=1e16"},
        "notes": {"owner": "reference:to=trees:readonly", "text": "string"},
    }
    spec = {"routes": {name: {"fields": each} for name, each in fields.items()}}
    assert ant("generate", "api", "odd", "--json", json.dumps(spec)).returncode == 0
    project = tmp_path / "odd"
    run = run_tests(project, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    for words in (["mypy"], ["ruff", "check"], ["ruff", "format", "--check"]):
        done = subprocess.run(
            [project_python, "-m", *words], cwd=project, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout
