"""The examples with fields, each as somebody would begin with it, on both databases."""

import os
from pathlib import Path

import pytest

from conftest import Ant
from generated.conftest import RunTests
from support.client import findings
from support.generated import REPOSITORY, own_tests_beside
from support.server import Server
from support.warm_python import run_warm

EXAMPLES = (
    pytest.param("pagila.yaml", marks=pytest.mark.slow),
    pytest.param("northwind.yaml", marks=pytest.mark.exhaustive),
    pytest.param("clinic.yaml", marks=pytest.mark.exhaustive),
)
TELLING = {
    "northwind": ("customers", "employees", "order_details", "products", "territories"),
    "pagila": ("film_actors", "films", "rentals", "staff", "stores"),
}
"""Routes with keys, rules or references that the others of their example do not have."""

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(params=EXAMPLES)
def example(request: pytest.FixtureRequest, ant: Ant, tmp_path: Path) -> Path:
    """A project made from it."""
    spec = Path(REPOSITORY, "examples", request.param)
    done = ant("generate", "api", spec.stem, "--json", str(spec))
    assert (done.returncode, done.stderr) == (0, "")
    return tmp_path / spec.stem


# ``test_resource_tests`` has more kinds of fields, in every run; ``test_frozen_projects`` runs the
# tests of the store and the clinic.
@pytest.mark.exhaustive
@pytest.mark.parametrize(
    ("example", "database", "is_whole"),
    [
        ("northwind.yaml", "sqlite", True),
        ("northwind.yaml", "postgresql", False),
        ("pagila.yaml", "sqlite", False),
        ("pagila.yaml", "postgresql", False),
    ],
    indirect=["example", "database"],
)
def test_its_own_tests_pass(
    example: Path, pristine: Path, run_tests: RunTests, database: dict[str, str], *, is_whole: bool
) -> None:
    names = [f"tests/test_{route}_route.py" for route in TELLING[example.name]]
    files = (
        own_tests_beside(example, pristine) if is_whole else [*names, "tests/test_migrations.py"]
    )
    run = run_tests(example, *files, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert "skipped" not in run.stdout


def test_its_migrations_go_up_and_down_without_drift(
    example: Path, project_python: Path, database: dict[str, str]
) -> None:
    for words in (["upgrade", "head"], ["check"], ["downgrade", "base"], ["upgrade", "head"]):
        command = [project_python, "-W", "error", "-B", "-m", "alembic", *words]
        done = run_warm(command, example, {**os.environ, **database})
        assert done.returncode == 0, done.stdout + done.stderr


# Minutes; ``test_property_client`` has fields of all kinds, on both databases.
@pytest.mark.exhaustive
@pytest.mark.long
@pytest.mark.parametrize(
    ("example", "database"),
    [
        ("clinic.yaml", "postgresql"),
    ],
    indirect=True,
)
def test_a_client_that_tries_everything_finds_nothing(
    example: Path, project_python: Path, database: dict[str, str], tmp_path: Path
) -> None:
    server = Server.gunicorn(example, project_python, {**database, "DOCS": "True"})
    try:
        found = findings(f"http://127.0.0.1:{server.port}/openapi.json", tmp_path, examples=3)
        assert not found, found
        assert "Traceback" not in server.log
    finally:
        server.kill()
