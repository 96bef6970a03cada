"""``ant doctor``: what stands in a project's way is told, and nothing where nothing does."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

import pytest

from conftest import Ant
from support.frozen import unpack
from support.trees import snapshot
from support.warm_python import run_warm

SECRET = "Wm8kQ2vTz5Rb7YcXn4Lj9HgFd3Sa6PoE"
SUPPORTED = "python:3.14-slim-trixie"
Doctor = Callable[..., dict[str, str]]


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A folder with git and with a Docker whose engine answers, for ``PATH``."""
    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / "git").symlink_to(str(shutil.which("git")))
    put_docker(folder, "exit 0")
    return folder


def put_docker(folder: Path, code: str) -> None:
    (folder / "docker").write_text(f"#!/bin/sh\n{code}\n")
    (folder / "docker").chmod(0o755)


@pytest.fixture
def healthy(project: Path, project_python: Path, tmp_path: Path) -> Path:
    """A project in whose way nothing stands: migrated, on an image that is supported."""
    (project / ".venv").symlink_to(project_python.parent.parent)
    dockerfile = project / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace("python:3.11-slim-buster", SUPPORTED))
    migrate(project, {})
    return project


def migrate(project: Path, settings: Mapping[str, str]) -> None:
    python = project / ".venv/bin/python"
    command = [python, "-m", "alembic", "upgrade", "head"]
    done = run_warm(command, project, {**os.environ, **settings})
    assert done.returncode == 0, done.stderr


@pytest.fixture
def doctor(ant: Ant, tools: Path) -> Doctor:
    """Run the command; return the severity of each diagnosis but that of the port, by its id."""

    def run(project: Path, *words: str, **settings: str) -> dict[str, str]:
        env = {"PATH": str(tools), "JWT_SECRET": SECRET, **settings}
        done = ant("doctor", "--report", *words, cwd=project, env=env)
        found = {
            diagnosis["id"]: diagnosis["severity"]
            for diagnosis in json.loads(done.stdout)["diagnoses"]
        }
        assert done.returncode == ("error" in found.values()), done
        found.pop("port-taken", None)  # other tests may serve a project at this moment
        return found

    return run


IN_PRODUCTION = {"SQLITE_FILE": "instance/app.db"}


@pytest.mark.slow
def test_a_healthy_project_has_nothing_in_its_way_and_nothing_is_written(
    doctor: Doctor, healthy: Path
) -> None:
    before = snapshot(healthy)
    assert doctor(healthy) == {}
    assert doctor(healthy, "--deploy", **IN_PRODUCTION) == {}
    assert snapshot(healthy) == before


def test_a_fresh_project_is_told_what_it_lacks(ant: Ant, project: Path, tools: Path) -> None:
    done = ant("doctor", cwd=project, env={"PATH": str(tools)})
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    buster = "Dockerfile uses python:3.11-slim-buster, and Debian buster is out of support since"
    assert f"warning: image-unsupported: {buster} 2024-06-30." in lines
    assert "  Move to an image with a Debian that is supported, and build it anew." in lines
    assert any(line.startswith("note: environment-missing: There is no ") for line in lines)
    assert any(line.startswith("note: database-not-migrated: ") for line in lines)
    assert lines[-1].startswith("No errors, ")


def use_python(project: Path, version: str) -> None:
    """Put an environment in the place of the link, as that Python would have made it."""
    python = (project / ".venv/bin/python").resolve()
    (project / ".venv").unlink()
    (project / ".venv/bin").mkdir(parents=True)
    (project / ".venv/bin/python").symlink_to(python)
    (project / ".venv/pyvenv.cfg").write_text(f"version = {version}.4\n")


def be_outdated(project: Path) -> None:
    use_python(project, "3.12")
    place = ascii(os.path.realpath(project / ".venv"))
    (project / ".venv/.ant-requirements").write_text(f"{place}\n0000  requirements.txt\n")


def lag(project: Path) -> None:
    [newest] = (project / "api/migrations/versions").glob("*.py")
    again = newest.read_text().replace('revision: str = "', 'revision: str = "f')
    below = newest.read_text().split('revision: str = "')[1].split('"')[0]
    again = again.replace("down_revision: str | None = None", f'down_revision: str = "{below}"')
    (newest.parent / "0002_more.py").write_text(again)


def fork(project: Path) -> None:
    [newest] = (project / "api/migrations/versions").glob("*.py")
    again = newest.read_text().replace('revision: str = "', 'revision: str = "f')
    (newest.parent / "0001_other.py").write_text(again)


def use_old_postgresql(project: Path) -> None:
    compose = project / "docker-compose.yml"
    compose.write_text(compose.read_text().replace("postgres:16", "postgres:12-bookworm"))


def commit_secrets(project: Path) -> None:
    for words in (["init", "-q"], ["add", "--force", ".env"]):
        subprocess.run(["git", *words], cwd=project, check=True)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("break_it", "diagnosis", "severities"),
    [
        (lambda project: use_python(project, "3.9"), "python-too-old", ("error", "error")),
        (be_outdated, "environment-outdated", ("warning", "warning")),
        (lag, "database-not-migrated", ("warning", "error")),
        (fork, "several-heads", ("error", "error")),
        (use_old_postgresql, "image-unsupported", ("warning", "error")),
        (commit_secrets, "unwanted-in-git", ("error", "error")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_broken_in_a_project_is_told(
    doctor: Doctor, healthy: Path, break_it: Callable[[Path], None], diagnosis: str,
    severities: tuple[str, str],
) -> None:  # fmt: skip
    break_it(healthy)
    deployed = doctor(healthy, "--deploy", **IN_PRODUCTION)
    assert (doctor(healthy)[diagnosis], deployed[diagnosis]) == severities


@pytest.mark.slow
@pytest.mark.parametrize(
    ("settings", "diagnosis", "severities"),
    [
        ({"DB_URL": "127.0.0.1:1"}, "database-silent", ("warning", "error")),
        ({"LOG_LEVEL": "LOUD"}, "settings-refused", ("error", "error")),
        ({"JWT_SECRET": "short"}, "settings-refused", (None, "error")),
    ],
)
def test_what_settings_make_impossible_is_told(
    doctor: Doctor, healthy: Path, settings: dict[str, str], diagnosis: str,
    severities: tuple[str | None, str],
) -> None:  # fmt: skip
    deployed = doctor(healthy, "--deploy", **IN_PRODUCTION, **settings)
    assert (doctor(healthy, **settings).get(diagnosis), deployed[diagnosis]) == severities


@pytest.mark.slow
@pytest.mark.parametrize(
    ("docker", "expected"), [("exit 1", "docker-silent"), (None, "docker-missing")]
)
def test_docker_is_told(
    doctor: Doctor, healthy: Path, tools: Path, docker: str | None, expected: str
) -> None:
    if docker is None:
        (tools / "docker").unlink()
    else:
        put_docker(tools, docker)
    assert doctor(healthy) == {expected: "note"}
    for compose in healthy.glob("docker-compose*"):
        compose.unlink()
    assert doctor(healthy) == {}


@pytest.fixture
def taken_port() -> Iterator[None]:
    """Something listens on port 5000, be it ours."""
    with closing(socket.socket()) as listener:
        with suppress(OSError):
            listener.bind(("127.0.0.1", 5000))
            listener.listen()
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("taken_port")
def test_a_port_that_is_taken_is_told(ant: Ant, healthy: Path) -> None:
    done = ant("doctor", cwd=healthy)
    assert "warning: port-taken: Port 5000 of this machine cannot be used: Address" in done.stdout


@pytest.mark.slow
def test_more_connections_than_postgresql_takes_are_told(
    doctor: Doctor, healthy: Path, postgres_database: dict[str, str]
) -> None:
    migrate(healthy, postgres_database)
    assert doctor(healthy, **postgres_database) == {}
    found = doctor(healthy, **postgres_database, DB_POOL_SIZE="300")
    assert found == {"too-many-connections": "warning"}


def test_known_faults_of_generated_code_are_told(doctor: Doctor, tmp_path: Path) -> None:
    found = doctor(unpack("0.2.0/store", tmp_path))
    assert (found["ANT-0001"], found["ANT-0003"], found["ANT-0006"]) == ("error", "warning", "note")


def test_outside_a_project_it_says_so(ant: Ant, tmp_path: Path) -> None:
    done = ant("doctor", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
