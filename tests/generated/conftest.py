"""Generated projects that serve: behind gunicorn as in the image, and behind Flask's server."""

import shutil
import subprocess
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.generated import REPOSITORY, generate
from support.postgres import PostgresServer
from support.server import Server, add_probe, plain_environment

collect_ignore = ["inside", "clients"]  # these run elsewhere: see test_inside.py, test_clients.py
LIMIT = 10_000  # bytes of a body
ORIGINS = "https://app.example.com,http://localhost:3000"
SECRET = "a secret for the tests, which is long enough"
SPEC = REPOSITORY / "tests/support/every_type.json"
StartServer = Callable[..., Server]
RunTests = Callable[..., subprocess.CompletedProcess[str]]
SETTINGS = {"JWT_SECRET": SECRET, "MAX_CONTENT_LENGTH": str(LIMIT), "CORS_ORIGINS": ORIGINS}


@pytest.fixture(scope="session")
def resources(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project whose routes have fields of every type."""
    return generate(ant_path, tmp_path_factory.mktemp("resources"), "all", SPEC)


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


@contextmanager
def probed_server(
    start: StartServer, pristine: Path, folder: Path, python: Path, settings: Mapping[str, str]
) -> Iterator[Server]:
    """Serve a copy of a project with the tests' routes, for a while."""
    project = add_probe(Path(shutil.copytree(pristine, folder / "my-api")))
    server = start(project, python, {**settings})
    yield server
    server.kill()


@pytest.fixture(scope="session")
def gunicorn_server(
    pristine: Path, project_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A project with the tests' routes, served as the image does, on SQLite."""
    folder = tmp_path_factory.mktemp("gunicorn")
    with probed_server(Server.gunicorn, pristine, folder, project_python, SETTINGS) as server:
        yield server


@pytest.fixture(scope="session")
def flask_server(
    pristine: Path, project_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The same, served by Flask's development server."""
    folder = tmp_path_factory.mktemp("flask")
    with probed_server(Server.flask, pristine, folder, project_python, SETTINGS) as server:
        yield server


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
