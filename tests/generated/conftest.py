"""Generated projects that serve: behind gunicorn as in the image, and behind Flask's server."""

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.generated import REPOSITORY
from support.postgres import PostgresServer
from support.server import Server, add_probe, plain_environment

collect_ignore = ["inside", "clients"]  # these run elsewhere: see test_inside.py, test_clients.py
LIMIT = 10_000  # bytes of a body
ORIGINS = "https://app.example.com,http://localhost:3000"
SECRET = "a secret for the tests, which is long enough"
SPEC = REPOSITORY / "tests/support/every_type.json"
RunTests = Callable[..., subprocess.CompletedProcess[str]]
SETTINGS = {"JWT_SECRET": SECRET, "MAX_CONTENT_LENGTH": str(LIMIT), "CORS_ORIGINS": ORIGINS}


@pytest.fixture(scope="session")
def resources(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project whose routes have fields of every type."""
    parent = tmp_path_factory.mktemp("resources")
    subprocess.run([ant_path, "generate", "api", "all", "--json", SPEC], cwd=parent, check=True)
    return parent / "all"


@pytest.fixture
def run_tests(project_python: Path) -> RunTests:
    """Run a project's tests as its owner would."""

    def run(project: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [project_python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=project, capture_output=True, text=True, timeout=900, check=False,
            env=plain_environment(variables),
        )  # fmt: skip

    return run


@pytest.fixture
def probed(project: Path) -> Path:
    """A project of one's own that has the tests' routes as well."""
    return add_probe(project)


@pytest.fixture(scope="session")
def gunicorn_server(
    pristine: Path, project_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A project with the tests' routes, served as the image does, on SQLite."""
    project = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("gunicorn") / "my-api"))
    server = Server.gunicorn(add_probe(project), project_python, SETTINGS)
    yield server
    server.kill()


@pytest.fixture(scope="session")
def flask_server(
    pristine: Path, project_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The same, served by Flask's development server."""
    project = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("flask") / "my-api"))
    server = Server.flask(add_probe(project), project_python, SETTINGS)
    yield server
    server.kill()


@pytest.fixture(params=["gunicorn", "flask"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    return server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """Each of the two databases, empty: the variables that lead a generated API to it."""
    if request.param == "sqlite":
        return {"DB_URL": ""}
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
