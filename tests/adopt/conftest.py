"""Projects that ``backant-cli`` 0.7.4 made, on the releases that they ask for."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.backant import backant_python, run_backant
from support.postgres import free_port
from support.server import Server

SPEC = {
    "routes": {
        "users": {
            "mock": {"names": ["Åsa", 1, True, None], "n": 0.5},
            "subroutes": {
                "profile": {},
                "create": {"type": "POST"},
                "photo": {"mock": [1, 2, {"big": 12345678901234567890}]},
                "upload": {"type": "POST", "mock": {"ok": True}},
            },
        },
        "user_posts": {"subroutes": {"latest": {}}},
    }
}
SERVE = """
import app
from werkzeug.serving import run_simple
run_simple("127.0.0.1", {port}, app.create_app(), threaded=True)
"""
Serve = Callable[[Path], Server]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a spec, a route and two subroutes that were added later; copy it."""
    parent = tmp_path_factory.mktemp("backant")
    run_backant(parent, "generate", "api", "shop", "--json", json.dumps(SPEC))
    shop = parent / "shop"
    mock = json.dumps({"smile": "😀"})
    run_backant(shop, "generate", "route", "orders", "--mock", mock)
    run_backant(shop, "generate", "subroute", "orders", "open")
    run_backant(shop, "generate", "subroute", "orders", "cancel", "--type", "POST")
    for cache in shop.rglob("__pycache__"):
        shutil.rmtree(cache)
    return shop


@pytest.fixture
def shop(made: Path, tmp_path: Path) -> Path:
    """A copy of one's own."""
    return Path(shutil.copytree(made, tmp_path / "shop"))


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """What ``generate api`` makes without a spec."""
    run_backant(tmp_path, "generate", "api", "bare")
    return tmp_path / "bare"


@pytest.fixture
def serve(postgres_database: dict[str, str]) -> Iterator[Serve]:
    """Serve a project as it stands over HTTP, on an empty PostgreSQL database."""
    servers = []

    def start(project: Path) -> Server:
        python, port = backant_python(project), free_port()
        variables = {**postgres_database, "CLEAR_DB": "False", "PYTHONPATH": "."}
        command = [str(python), "-W", "ignore", "-c", SERVE.format(port=port)]
        servers.append(Server(command, project / "api", port, variables))
        return servers[-1].wait()

    yield start
    for server in servers:
        server.kill()
