"""What the tests of the writer share."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ant.core.planning.plan import FileChange, Plan, make_plan

HOLD = """
import os, sys
from ant.workspace.staging import staging_folder
with staging_folder(os.open(".", os.O_RDONLY)) as folder:
    os.close(os.open("half", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    os.mkdir("tree", dir_fd=folder)
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def plan() -> Plan:
    """A small tree: nested folders, an empty file, a private one."""
    return make_plan(
        FileChange("a/b/c.txt", None, b"deep\n"),
        FileChange("a/empty", None, b""),
        FileChange("secret", None, b"key", private=True),
        FileChange("top.txt", None, b"top\n"),
    )


@pytest.fixture
def other_run(tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start another process that is in the midst of building a tree in the same place."""
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD], cwd=tmp_path, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        assert process.stdout and process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture(autouse=True)
def no_descriptor_leaks() -> Iterator[None]:
    """Whatever happens in a test, the writer closes what it opened."""
    before = set(os.listdir("/proc/self/fd"))
    yield
    assert set(os.listdir("/proc/self/fd")) <= before
