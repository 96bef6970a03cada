"""A project with rows called by UUIDs, and JSON in camelCase: all that it brings passes."""

import subprocess
from pathlib import Path

import pytest

from generated.conftest import RunTests
from support.generated import REPOSITORY, complaints_of_tools, generate, planted
from support.server import plain_environment

ROW_WITHOUT_SCHEMA = """
import datetime as dt
from app import create_app
from helper.functions.json_answer import json_answer
from models.Invoices_model import Invoices
with create_app().test_request_context():
    print(*json_answer(Invoices(paid_on=dt.date(2030, 1, 2))).get_json())
"""

SPEC = REPOSITORY / "tests/support/keyed.json"
USUAL = (
    "auth_route",
    "badges_route",
    "countries_route",
    "orders_route",
    "remarks_route",
    "keys",
    "migrations",
)
"""Accounts and owners that are called by UUIDs, rows that are called by texts or as others are."""
OTHERS = (
    "captains_route",
    "customers_route",
    "invoices_route",
    "passports_route",
    "products_route",
)
"""What leads there and is numbered, and more rows that are called as others are."""


@pytest.fixture(scope="module")
def keyed(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project."""
    return generate(ant_path, tmp_path_factory.mktemp("keyed"), "club", SPEC)


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_its_own_tests_pass(keyed: Path, run_tests: RunTests, database: dict[str, str]) -> None:
    names = (*USUAL, *OTHERS) if database["DB_URL"] else USUAL
    run = run_tests(keyed, *(f"tests/test_{name}.py" for name in names), **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive
def test_its_checks_have_nothing_to_say(keyed: Path, project_python: Path) -> None:
    assert complaints_of_tools(keyed, project_python) == ""


@pytest.mark.slow
def test_rows_are_planted_for_it(keyed: Path, project_python: Path, tmp_path: Path) -> None:
    said = planted(keyed, project_python, tmp_path / "app.db", 6)
    for name in ("customers", "products", "orders", "invoices", "badges", "captains", "passports"):
        assert f"{name}: 6 rows\n" in said


@pytest.mark.slow
def test_a_row_that_no_schema_shows_has_keys_in_camel_case(
    keyed: Path, project_python: Path, tmp_path: Path
) -> None:
    settings = {"FLASK_ENV": "development", "SQLITE_FILE": str(tmp_path / "app.db")}
    done = subprocess.run(
        [project_python, "-c", ROW_WITHOUT_SCHEMA], cwd=keyed / "api", text=True,
        capture_output=True, check=False, env=plain_environment(settings),
    )  # fmt: skip
    assert (done.stdout, done.returncode) == ("paidOn\n", 0), done.stderr
