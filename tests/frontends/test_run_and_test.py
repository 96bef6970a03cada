"""``ant run`` and ``ant test`` in a generated project."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from conftest import Ant
from support.postgres import free_port
from support.server import NO_ANSWER


@pytest.fixture
def ready(project: Path, project_python: Path) -> Path:
    """A project with an environment that somebody else has made."""
    (project / ".venv").symlink_to(project_python.parent.parent)
    return project


@contextmanager
def running(ant_path: Path, folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [ant_path, "run", *options], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def answer(port: int, seconds: float = 30) -> object:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as response:
                return json.load(response)
        except NO_ANSWER:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


@pytest.mark.slow
def test_run_serves_from_any_directory_and_ends_with_the_signal(
    ant_path: Path, ready: Path
) -> None:
    port = free_port()
    with running(ant_path, ready / "api/routes", "--port", str(port)) as process:
        assert answer(port) == "Your backant backend is working"
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 128 + signal.SIGTERM
    with pytest.raises(OSError):
        answer(port, seconds=0)


@pytest.mark.slow
def test_ctrl_c_ends_it_quietly(ant_path: Path, ready: Path) -> None:
    port = free_port()
    with running(ant_path, ready, "--port", str(port)) as process:
        answer(port)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) in {0, 128 + signal.SIGINT}
        assert "Traceback" not in process.communicate()[1]


@pytest.mark.slow
def test_an_interrupt_that_reaches_ant_alone_ends_the_server_too(
    ant_path: Path, ready: Path
) -> None:
    port = free_port()
    with running(ant_path, ready, "--port", str(port)) as process:
        answer(port)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        with pytest.raises(OSError):
            answer(port, seconds=0)


@pytest.mark.slow
def test_ctrl_c_during_the_installation_is_an_interruption(ant_path: Path, project: Path) -> None:
    with running(ant_path, project, "--port", str(free_port())) as process:
        deadline = time.monotonic() + 30
        while not (project / ".venv").exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.5)
        os.killpg(process.pid, signal.SIGINT)
        assert process.wait(timeout=20) == 128 + signal.SIGINT
        assert process.communicate()[1].splitlines()[-1] == "Error: Interrupted."


@pytest.mark.parametrize("host", ["", "a..b", "x" * 70, "nonexistent.invalid"])
def test_a_host_that_is_none_is_one_clear_sentence(fresh_ant: Ant, ready: Path, host: str) -> None:
    done = fresh_ant("run", "--host", host, "--port", str(free_port()), "--report", cwd=ready)
    assert done.returncode == 1
    assert json.loads(done.stdout)["errors"][0].startswith(f"Cannot listen on {host!r}")


def test_an_environment_of_somebody_else_without_what_it_takes_is_named(
    fresh_ant: Ant, project: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", project / ".venv"], check=True)
    done = fresh_ant("test", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no pytest" in done.stderr
    assert ".venv/bin/pip install -r requirements-dev.txt" in done.stderr


def test_a_file_where_the_environment_should_be_is_named(fresh_ant: Ant, project: Path) -> None:
    (project / ".venv").write_text("")
    done = fresh_ant("run", "--port", str(free_port()), cwd=project)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: Cannot make '{project / '.venv'}'")


@pytest.mark.slow
def test_an_edit_is_served_without_a_restart(ant_path: Path, ready: Path) -> None:
    port = free_port()
    service = ready / "api/services/default_service.py"
    with running(ant_path, ready, "--port", str(port)):
        answer(port)
        service.write_text(service.read_text().replace("is working", "was edited"))
        deadline = time.monotonic() + 30
        while answer(port) != "Your backant backend was edited":
            assert time.monotonic() < deadline
            time.sleep(0.2)


def test_a_port_in_use_is_one_clear_sentence(fresh_ant: Ant, ready: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = fresh_ant("run", "--port", str(taken.getsockname()[1]), cwd=ready)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Cannot listen on '127.0.0.1', port ")
    assert "--port" in done.stderr


@pytest.mark.parametrize("command", ["run", "test"])
def test_outside_a_project_both_say_so(fresh_ant: Ant, tmp_path: Path, command: str) -> None:
    done = fresh_ant(command)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: No project here")
    report = json.loads(fresh_ant("--report", command).stdout)
    assert report["status"] == "error"


@pytest.mark.slow
def test_the_projects_tests_pass_and_their_failure_is_ours(fresh_ant: Ant, ready: Path) -> None:
    done = fresh_ant("test", "-q", cwd=ready / "api")
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    (ready / "tests/test_broken.py").write_text("def test_it() -> None:\n    assert False\n")
    report = fresh_ant("--report", "test", "-q", "tests/test_broken.py", cwd=ready)
    assert report.returncode == 1
    assert json.loads(report.stdout)["errors"] == ["pytest ended with exit code 1."]


@pytest.mark.slow
def test_run_makes_the_environment_finishes_a_cut_short_one_and_follows_requirements(
    ant_path: Path, project: Path
) -> None:
    port = free_port()
    with running(ant_path, project, "--port", str(port)) as process:
        deadline = time.monotonic() + 60
        while not (project / ".venv/bin/python").exists():  # cut it short as it begins
            assert time.monotonic() < deadline
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    with running(ant_path, project, "--port", str(port)):
        assert answer(port, seconds=300) == "Your backant backend is working"
    stamp = (project / ".venv/.ant-requirements").read_text()
    with running(ant_path, project, "--port", str(port)) as process:
        answer(port)
        os.killpg(process.pid, signal.SIGKILL)
        assert "Installing" not in process.communicate()[1]
    with (project / "requirements.txt").open("a") as requirements:
        requirements.write("inflection>=0.5,<1\n")
    with running(ant_path, project, "--port", str(port)) as process:
        answer(port, seconds=300)
    assert (project / ".venv/.ant-requirements").read_text() != stamp
    assert list((project / ".venv").rglob("inflection*"))


@pytest.mark.slow
def test_a_failing_installation_is_said_and_tried_again(fresh_ant: Ant, project: Path) -> None:
    requirements = project / "requirements.txt"
    requirements.write_text("no such requirement !\n")
    for _ in range(2):
        done = fresh_ant("run", cwd=project)
        assert done.returncode == 1
        assert "Error: '" in done.stderr and "failed with exit code" in done.stderr
        assert "Installing requirements.txt" in done.stderr
    shutil.rmtree(project / ".venv")
