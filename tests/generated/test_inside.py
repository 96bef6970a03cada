"""What must be seen from inside the generated code: models, session, log, helpers."""

import shutil
from pathlib import Path

import pytest

from support.server import plain_environment
from support.warm_python import LATE, PYTEST, run_warm

INSIDE = Path(__file__).parent / "inside"


@pytest.mark.slow
def test_the_checks_that_need_a_database_hold_on_both(
    project: Path, project_python: Path, database: dict[str, str]
) -> None:
    files = ["check_models", "check_session", "check_impossible_values"]
    patient = {**database, "DB_POOL_TIMEOUT": "60"}  # 20 threads share three connections
    assert_hold(files, project, project_python, patient)


@pytest.mark.slow
def test_the_checks_of_resources_hold_on_both(
    resources: Path, tmp_path: Path, project_python: Path, database: dict[str, str]
) -> None:
    project = Path(shutil.copytree(resources, tmp_path / "all"))
    assert_hold(["check_resources", "check_rules"], project, project_python, database)


@pytest.mark.slow
def test_the_other_checks_hold(project: Path, project_python: Path) -> None:
    files = ["check_functions", "check_logger", "check_sqlite_locks"]
    assert_hold(files, project, project_python, {})


def test_no_check_is_forgotten() -> None:
    named = {"check_models", "check_session", "check_functions", "check_logger"}
    named |= {"check_sqlite_locks", "check_impossible_values", "check_resources", "check_rules"}
    named |= {"check_get_schema"}  # see test_get_schema.py
    assert {path.stem for path in INSIDE.glob("check_*.py")} == named


def assert_hold(files: list[str], project: Path, python: Path, env: dict[str, str]) -> None:
    """Run the checks in the project, with its own tools."""
    checks = Path(shutil.copytree(INSIDE, project / "checks"))
    options = ["-o", "python_files=check_*.py", "-o", "python_functions=check_*"]
    options += ["-o", "pythonpath=api tests", "--show-capture=no"]
    paths = [checks / f"{file}.py" for file in files]
    command = [python, *PYTEST, *LATE, *options, *paths]
    done = run_warm(command, project, plain_environment(env), seconds=300)
    assert done.returncode == 0, done.stdout + done.stderr
