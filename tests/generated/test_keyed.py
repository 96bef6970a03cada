"""A project with rows that are called by UUIDs, beside numbered ones: all that it brings passes."""

import subprocess
from pathlib import Path

import pytest

from generated.conftest import RunTests
from support.generated import REPOSITORY, generate
from support.server import plain_environment

SPEC = REPOSITORY / "tests/support/keyed.json"
FILES = ("orders_route", "products_route", "invoices_route", "keys", "migrations")


@pytest.fixture(scope="module")
def keyed(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project."""
    return generate(ant_path, tmp_path_factory.mktemp("keyed"), "club", SPEC)


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_its_own_tests_pass(keyed: Path, run_tests: RunTests, database: dict[str, str]) -> None:
    run = run_tests(keyed, *(f"tests/test_{name}.py" for name in FILES), **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive
def test_its_checks_have_nothing_to_say(keyed: Path, project_python: Path) -> None:
    for words in (["mypy"], ["ruff", "check"], ["ruff", "format", "--check"]):
        done = subprocess.run(
            [project_python, "-m", *words], cwd=keyed, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_rows_are_planted_for_it(keyed: Path, project_python: Path, tmp_path: Path) -> None:
    settings = {"FLASK_ENV": "development", "SQLITE_FILE": str(tmp_path / "app.db")}
    done = subprocess.run(
        [project_python, "tests/seed.py", "--count", "6"], cwd=keyed, text=True,
        capture_output=True, check=False, env=plain_environment(settings),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("customers", "products", "orders", "invoices"):
        assert f"{name}: 6 rows\n" in done.stdout
