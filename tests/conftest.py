"""Fixtures that every part of the suite shares: the real command, projects, databases."""

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.generated import generated_python
from support.postgres import PostgresServer

# How long an example takes says more of the machine than of the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

Ant = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def ant_path() -> Path:
    """The installed command, or the one that the environment names."""
    return Path(os.environ.get("ANT_COMMAND") or Path(sys.executable).parent / "ant")


@pytest.fixture
def ant(ant_path: Path, tmp_path: Path) -> Ant:
    """Run the command in a subprocess: ``ant("generate", "api", "x", cwd=…, env=…)``."""

    def run(
        *arguments: str, cwd: Path = tmp_path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [ant_path, *arguments], cwd=cwd, env={**os.environ, **(env or {})},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def pristine(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project fresh from ``ant generate api my-api``; copy it before changing anything."""
    parent = tmp_path_factory.mktemp("pristine")
    subprocess.run(
        [ant_path, "generate", "api", "my-api"], cwd=parent, check=True, capture_output=True
    )
    return parent / "my-api"


@pytest.fixture
def project(pristine: Path, tmp_path: Path) -> Path:
    """A fresh project of one's own."""
    return Path(shutil.copytree(pristine, tmp_path / "my-api"))


@pytest.fixture(scope="session")
def project_python() -> Path:
    """A Python that has everything a generated project and its tests import."""
    return generated_python()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server for the whole run."""
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def postgres_database(postgres: PostgresServer) -> dict[str, str]:
    """An empty database: the variables that lead a generated API to it."""
    return postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
