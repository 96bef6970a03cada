"""A property-based client believes the document and finds that the server does what it says."""

import json
from pathlib import Path

import pytest

from conftest import Ant
from support.client import findings
from support.openapi import LIBRARY
from support.server import Server


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_client_that_tries_everything_finds_nothing(
    ant: Ant, tmp_path: Path, project_python: Path, database: dict[str, str]
) -> None:
    done = ant("generate", "api", "library", "--json", json.dumps(LIBRARY))
    assert done.returncode == 0, done.stderr
    project = tmp_path / "library"
    server = Server.gunicorn(project, project_python, {**database, "DOCS": "True"})
    try:
        found = findings(f"http://127.0.0.1:{server.port}/openapi.json", tmp_path)
    finally:
        server.kill()
    assert not found, found
    assert "Traceback" not in server.log
