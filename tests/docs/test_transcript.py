"""The transcript in the README is what happens, line by line."""

import re
import shlex
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conftest import Ant
from support.generated import REPOSITORY
from support.postgres import free_port
from support.server import NO_ANSWER

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
SECONDS = 30
"""How long the server may take to start, and to load what has changed."""

pytestmark = pytest.mark.slow


def steps() -> list[tuple[str, str]]:
    """Return each command of the section "Use it", with what it prints."""
    section = (REPOSITORY / "README.md").read_text().split("\n## Use it\n")[1].split("\n## ")[0]
    found = []
    for block in re.findall(r"```\n\$ (.*?)```", section, re.DOTALL):
        for step in block.split("\n$ "):
            command, _, printed = step.partition("\n")
            found.append((command, printed.strip()))
    return found


def called(words: list[str]) -> str:
    """Do what curl does with these words: an address, and a body after ``--json``."""
    body = words[words.index("--json") + 1].encode() if "--json" in words else None
    request = urllib.request.Request(words[0], body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            return str(response.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()


def comes_to(words: list[str], wanted: str) -> str:
    """Call until the answer is the one that is wanted, or a while is over; return the last."""
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            answer = MOMENT.sub("MOMENT", called(words)).strip()
        except NO_ANSWER:  # it restarts with code that has changed
            answer = ""
        if answer == wanted or time.monotonic() > deadline:
            return answer
        time.sleep(0.2)


def test_the_transcript_is_what_happens(
    ant: Ant, ant_path: Path, tmp_path: Path, project_python: Path
) -> None:
    folder, server, port = tmp_path, None, free_port()
    try:
        for command, printed in steps():
            wanted = MOMENT.sub("MOMENT", printed)
            program, *words = shlex.split(command.replace(":5000", f":{port}"))
            if program == "cd":
                folder /= words[0]
            elif program == "curl":
                assert comes_to(words, wanted) == wanted, command
            elif words == ["run", "--port", "5000", "&"]:
                # An environment that is there already, so nothing is said of making one.
                (folder / ".venv").symlink_to(project_python.parent.parent)
                assert wanted.startswith("Creating the virtual environment")
                server = subprocess.Popen([ant_path, "run", "--port", str(port)], cwd=folder)
            elif program == "ant":
                done = ant(*words, cwd=folder)
                assert (done.stdout.strip(), done.stderr) == (wanted, ""), command
            else:
                assert command == "pip install .", command  # which has made the command under test
    finally:
        if server:
            server.terminate()
            server.wait(timeout=SECONDS)
    assert server
