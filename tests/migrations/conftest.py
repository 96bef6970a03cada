"""Databases that are migrated by a process which has what generated projects have."""

import json
import os
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ant.rendering.migrations.migration import TEMPLATES
from ant.rendering.templates import read_template
from support.generated import CODE
from support.migrations import SQLITE, Carry
from support.postgres import PASSWORD, USER, PostgresServer


@pytest.fixture(scope="session")
def carry(project_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carry]:
    """A process that carries out steps, ready for the next ones when it has answered."""
    home = tmp_path_factory.mktemp("api")
    for path, template in TEMPLATES.items():
        copy = home / path.removeprefix("api/")
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(read_template(template))
    worker = Path(__file__).parent / "worker.py"
    process = subprocess.Popen(
        [project_python, "-W", "error", "-B", worker], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [*CODE, home]))},
    )  # fmt: skip
    assert process.stdin and process.stdout
    stdin, stdout = process.stdin, process.stdout

    def carry(url: str, *steps: list[str]) -> list[Any]:
        stdin.write(json.dumps({"url": url, "steps": steps}) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline())
        assert "results" in answer, answer["trace"]
        results: list[Any] = answer["results"]
        return results

    yield carry
    stdin.close()
    process.wait(timeout=30)
    stdout.close()


@pytest.fixture(scope="session")
def postgres_url(postgres: PostgresServer) -> str:
    """A PostgreSQL database of this run's own."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    postgres.create_database(name)
    password = PASSWORD.replace(" ", "%20")
    return f"postgresql+psycopg://{USER}:{password}@127.0.0.1:{postgres.port}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return SQLITE if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
