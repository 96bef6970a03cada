"""One writer at a time: who waits, for how long, and what it is told."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ant.core.errors import ProjectBusy
from ant.workspace.project import opened_project, read_only_project

HOLD = """
import sys
from ant.workspace.project import opened_project
with opened_project("."):
    print("ready", flush=True)
    sys.stdin.read()
"""

Holder = subprocess.Popen[str]


@pytest.fixture
def hold(tmp_path: Path) -> Iterator[Callable[[], Holder]]:
    """Start another run that stays in the project."""
    running: list[Holder] = []

    def start() -> Holder:
        words = [sys.executable, "-c", HOLD, "generate", "route", "a\x1bb"]
        process = subprocess.Popen(
            words, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout and process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in running:
        with process:
            process.kill()


def test_who_waits_too_long_is_told_who_has_the_project(
    tmp_path: Path, hold: Callable[[], Holder]
) -> None:
    holder = hold()
    start = time.monotonic()
    with pytest.raises(ProjectBusy) as caught, opened_project(str(tmp_path), patience=0.3):
        pass
    assert 0.3 <= time.monotonic() - start < 5
    expected = f"The project is in use by process {holder.pid} (ant generate route a?b)."
    assert str(caught.value).splitlines()[0] == expected


@pytest.mark.slow
def test_the_patience_is_ten_seconds(tmp_path: Path, hold: Callable[[], Holder]) -> None:
    hold()
    start = time.monotonic()
    with pytest.raises(ProjectBusy), opened_project(str(tmp_path)):
        pass
    assert 10 <= time.monotonic() - start < 13


def test_who_waits_gets_in_when_the_other_ends(tmp_path: Path, hold: Callable[[], Holder]) -> None:
    holder = hold()
    timer = threading.Timer(0.3, holder.kill)
    start = time.monotonic()
    timer.start()
    with opened_project(str(tmp_path)) as project:
        assert time.monotonic() - start > 0.2
        assert project.read([]) == {}
    timer.join()


def test_the_lock_of_a_run_that_was_killed_is_free_at_once(
    tmp_path: Path, hold: Callable[[], Holder]
) -> None:
    holder = hold()
    holder.kill()
    holder.communicate()
    with opened_project(str(tmp_path), patience=0):
        pass


def test_the_one_who_works_now_is_the_one_who_is_named(
    tmp_path: Path, hold: Callable[[], Holder]
) -> None:
    with opened_project(str(tmp_path)):
        pass
    for _ in range(2):
        holder = hold()
        told = pytest.raises(ProjectBusy, match=rf"process {holder.pid} ")
        with told, opened_project(str(tmp_path), patience=0):
            pass
        holder.communicate("")


def test_looking_waits_for_nobody(tmp_path: Path, hold: Callable[[], Holder]) -> None:
    hold()
    (tmp_path / "file").write_bytes(b"x")
    with read_only_project(str(tmp_path)) as project:
        assert project.read(["file"]) == {"file": b"x"}


def test_two_writers_in_one_process_are_two_all_the_same(tmp_path: Path) -> None:
    told = pytest.raises(ProjectBusy, match=str(os.getpid()))
    with opened_project(str(tmp_path)), told, opened_project(str(tmp_path), patience=0):
        pass


def test_a_lock_whose_folder_was_removed_meanwhile_is_nobodys(
    tmp_path: Path, hold: Callable[[], Holder]
) -> None:
    holder = hold()
    waiting = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=tmp_path, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(0.5)
    shutil.rmtree(tmp_path / ".ant")
    holder.communicate("")
    assert waiting.stdout and waiting.stdout.readline() == "ready\n"
    told = pytest.raises(ProjectBusy, match=rf"process {waiting.pid}")
    with told, opened_project(str(tmp_path), patience=0):
        pass
    waiting.communicate("")


def test_a_secret_that_is_long_is_not_all_told(tmp_path: Path) -> None:
    script = HOLD.replace("sys.stdin.read()", "")
    words = [sys.executable, "-c", script, "x" * 5000]
    subprocess.run(words, cwd=tmp_path, check=True, capture_output=True)
    assert re.fullmatch(r" *\d+ ant x{196}\n", (tmp_path / ".ant/lock").read_text())


LINE = """
import sys
from ant.core.planning.plan import FileChange, make_plan
from ant.workspace.project import opened_project
with opened_project(".") as project:
    before = project.read(["lines"])["lines"]
    after = before + sys.argv[1].encode() + b"\\n"
    own = FileChange("made/" + sys.argv[1], None, b"")
    project.apply(make_plan(FileChange("lines", before, after), own), "add " + sys.argv[1])
"""


@pytest.mark.slow
def test_of_fifty_changes_at_once_none_is_lost(tmp_path: Path) -> None:
    (tmp_path / "lines").touch()
    (tmp_path / "made").mkdir()
    running = [
        subprocess.Popen(
            [sys.executable, "-S", "-c", LINE, str(i)], cwd=tmp_path, text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, stderr=subprocess.PIPE,
        )
        for i in range(50)
    ]  # fmt: skip
    assert {process.communicate(timeout=120)[1] for process in running} == {""}
    assert sorted((tmp_path / "lines").read_text().split(), key=int) == [str(i) for i in range(50)]
    assert len(os.listdir(tmp_path / "made")) == 50
    assert set(os.listdir(tmp_path / ".ant")) == {".gitignore", "lock", "undo"}
