"""Fresh projects that serve the tests' own routes: behind gunicorn, and behind Flask's server."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from support.server import Server, add_probe

LIMIT = 10_000  # bytes of a body
ORIGINS = "https://app.example.com,http://localhost:3000"
SECRET = "a secret for the tests, which is long enough"
StartServer = Callable[..., Server]
ServeProbed = Callable[[StartServer, Mapping[str, str]], AbstractContextManager[Server]]
SETTINGS = {"JWT_SECRET": SECRET, "MAX_CONTENT_LENGTH": str(LIMIT), "CORS_ORIGINS": ORIGINS}


@pytest.fixture
def probed(project: Path) -> Path:
    """A project of one's own that has the tests' routes as well."""
    return add_probe(project)


@pytest.fixture(scope="session")
def serve_probed(
    pristine: Path, project_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> ServeProbed:
    """Serve a copy of a fresh project with the tests' routes, for a while."""

    @contextmanager
    def serve(start: StartServer, settings: Mapping[str, str]) -> Iterator[Server]:
        folder = tmp_path_factory.mktemp("probed")
        project = add_probe(Path(shutil.copytree(pristine, folder / "my-api")))
        server = start(project, project_python, {**settings})
        yield server
        server.kill()

    return serve


@pytest.fixture(scope="session")
def gunicorn_server(serve_probed: ServeProbed) -> Iterator[Server]:
    """A project with the tests' routes, served as the image does, on SQLite."""
    with serve_probed(Server.gunicorn, SETTINGS) as server:
        yield server


@pytest.fixture(scope="session")
def flask_server(serve_probed: ServeProbed) -> Iterator[Server]:
    """The same, served by Flask's development server."""
    with serve_probed(Server.flask, SETTINGS) as server:
        yield server


@pytest.fixture(params=["gunicorn", "flask"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    return server
