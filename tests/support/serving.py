"""Fresh projects that serve the tests' own routes: behind gunicorn, and behind Flask's server."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.server import Server, add_probe

LIMIT = 10_000  # bytes of a body
ORIGINS = "https://app.example.com,http://localhost:3000"
SECRET = "a secret for the tests, which is long enough"
StartServer = Callable[..., Server]
SETTINGS = {"JWT_SECRET": SECRET, "MAX_CONTENT_LENGTH": str(LIMIT), "CORS_ORIGINS": ORIGINS}


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
