"""A property-based client believes the document and finds that the server does what it says."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.client import findings
from support.generated import generate
from support.openapi import LIBRARY
from support.server import Server

JSON = {"Content-Type": "application/json"}
CALLS = 4_500
"""Requests that the client sends at least, which SECURITY.md tells."""


@pytest.fixture(scope="session")
def origin(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project; copy it before serving it."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "spec.json").write_text(json.dumps(LIBRARY))
    return generate(ant_path, folder, "library", folder / "spec.json")


@pytest.fixture
def library(
    origin: Path, tmp_path: Path, project_python: Path, database: dict[str, str]
) -> Iterator[Server]:
    """A server of the test's own, on each of the two databases."""
    project = Path(shutil.copytree(origin, tmp_path / "library"))
    server = Server.gunicorn(project, project_python, {**database, "DOCS": "True"})
    yield server
    server.kill()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_library(
    request: pytest.FixtureRequest,
    origin: Path,
    tmp_path_factory: pytest.TempPathFactory,
    project_python: Path,
) -> Iterator[Server]:
    """A server of those tests that mind no rows of others, on each of the two databases."""
    settings = {"DB_URL": ""}
    if request.param == "postgresql":
        settings = request.getfixturevalue("postgres").create_database("test_shared_library")
    project = Path(shutil.copytree(origin, tmp_path_factory.mktemp("shared") / "library"))
    server = Server.gunicorn(project, project_python, settings)
    yield server
    server.kill()


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.exhaustive
@pytest.mark.long
@pytest.mark.timeout(600)
def test_a_client_that_tries_everything_finds_nothing(library: Server, tmp_path: Path) -> None:
    found = findings(f"http://127.0.0.1:{library.port}/openapi.json", tmp_path, examples=10)
    assert not found, found
    assert library.log.count("::end_request<") >= CALLS
    assert "Traceback" not in library.log


@pytest.mark.parametrize(
    "data", [1e30, [1e30, {"a": -1e300}], 1317189567651967.0, 5.0, "5", [None]]
)
def test_every_json_value_comes_back(shared_library: Server, data: Any) -> None:
    shared_library.request("POST", "/authors", b'{"id": "a", "name": "Ada"}', JSON)
    shared_library.request("POST", "/books", b'{"author_id": "a", "title": "A"}', JSON)
    book = {"author_id": "a", "follows_id": 1.0, "title": "B", "data": data}
    answer = shared_library.request("POST", "/books", json.dumps(book).encode(), JSON)
    assert answer.status == 201, answer.body
    assert answer.json["follows_id"] == 1
    assert shared_library.get(answer.headers["Location"]).json["data"] == data


def test_a_number_that_no_column_holds_leads_nowhere_whatever_the_method(
    shared_library: Server,
) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert shared_library.request(method, f"/books/{2**63}", b"{}", JSON).status == 404


def test_a_link_to_a_key_longer_than_its_column_is_not_there(shared_library: Server) -> None:
    for path in ("/authors/00/books/0", "/books/0/others/00"):
        for method in ("PUT", "DELETE"):
            answer = shared_library.request(method, path, b"", JSON)
            assert answer.status == 404, (method, path, answer.body)
