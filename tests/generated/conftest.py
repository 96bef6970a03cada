"""Generated projects with fields of every type, and how their own tests are run."""

import subprocess
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from support.generated import REPOSITORY, generate
from support.postgres import PostgresServer
from support.server import plain_environment
from support.warm_python import LATE, PYTEST, run_warm

collect_ignore = ["inside", "clients"]  # these run elsewhere: see test_inside.py, test_clients.py
SPEC = REPOSITORY / "tests/support/every_type.json"
RunTests = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def resources(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project whose routes have fields of every type."""
    return generate(ant_path, tmp_path_factory.mktemp("resources"), "all", SPEC)


@pytest.fixture
def run_tests(project_python: Path) -> RunTests:
    """Run a project's tests as its owner would."""

    def run(project: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        command = [project_python, "-B", *PYTEST, *LATE, *arguments]
        return run_warm(command, project, plain_environment(variables), seconds=900)

    return run


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """Each of the two databases, empty: the variables that lead a generated API to it."""
    if request.param == "sqlite":
        return {"DB_URL": ""}
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
