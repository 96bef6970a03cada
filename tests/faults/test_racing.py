"""Somebody swaps folders and files for links while a plan is applied."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import pytest

from ant.core.errors import AntError, HalfDone, StaleProject, UnsafePath, WriteFailed
from ant.core.planning.plan import FileChange, make_plan
from ant.workspace.folders import folders_to_make
from ant.workspace.project import opened_project
from support.trees import Snapshot, snapshot

FILES = {f"api/{name}.py": b"old" for name in "abcdef"}
GROW = make_plan(
    *(FileChange(path, b"old", b"new") for path in FILES),
    FileChange("api/deep/new.py", None, b"new"),
    FileChange("api/gone.py", b"gone", None),
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project, and a place outside that looks the same."""
    for place in ("project", "outside"):
        (tmp_path / place / "api").mkdir(parents=True)
        for path, content in {**FILES, "api/gone.py": b"gone"}.items():
            (tmp_path / place / path).write_bytes(content)
    return tmp_path / "project"


def tree(root: Path) -> Snapshot:
    return {path: seen for path, seen in snapshot(root).items() if path.split("/")[0] != ".ant"}


def flip_folder(root: Path) -> None:
    """Put a link to the place outside where the folder was, and the folder back.

    A run that finds neither makes a folder of its own, which it takes away again: until then this
    one cannot go back.
    """
    os.rename(root / "api", root.parent / "hidden")
    with suppress(FileExistsError):
        os.symlink(root.parent / "outside/api", root / "api")
        os.unlink(root / "api")
    deadline = time.monotonic() + 10
    while (root.parent / "hidden").exists():
        with suppress(OSError) if time.monotonic() < deadline else nullcontext():
            os.rename(root.parent / "hidden", root / "api")


def flip_file(root: Path) -> None:
    """Do the same with one file, which may have been replaced meanwhile."""
    file, hidden = root / "api/d.py", root.parent / "hidden"
    os.rename(file, hidden)
    with suppress(FileExistsError):
        os.symlink(root.parent / "outside/api/d.py", file)
    os.rename(hidden, file)


@contextmanager
def racing(flip: Callable[[Path], None], root: Path) -> Iterator[None]:
    """Flip without a pause; what is flipped stands as it should before and after."""
    end = threading.Event()

    def race() -> None:
        while not end.is_set():
            flip(root)

    racer = threading.Thread(target=race)
    racer.start()
    try:
        yield
    finally:
        end.set()
        racer.join()


def apply_while(flip: Callable[[Path], None], root: Path) -> AntError | None:
    try:
        with racing(flip, root), opened_project(str(root)) as project:
            project.apply(GROW, "ant grow")
    except (UnsafePath, StaleProject, WriteFailed) as error:
        return error
    return None


def test_a_folder_that_is_moved_away_is_not_made_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tree(root)

    def moved_away(*arguments: Any) -> tuple[str, ...]:
        os.rename(root / "api", root.parent / "hidden")
        return folders_to_make(*arguments)

    monkeypatch.setattr("ant.workspace.apply.folders_to_make", moved_away)
    with opened_project(str(root)) as project, pytest.raises(StaleProject, match="'api' has"):
        project.apply(GROW, "ant grow")
    assert not (root / "api").exists()
    os.rename(root.parent / "hidden", root / "api")
    assert tree(root) == old


@pytest.mark.parametrize("rounds", [40, pytest.param(1000, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("flip", [flip_folder, flip_file])
def test_nothing_outside_is_touched_whatever_is_swapped_when(
    root: Path, flip: Callable[[Path], None], rounds: int
) -> None:
    outside, old = snapshot(root.parent / "outside"), tree(root)
    refused = 0
    for _ in range(rounds):
        error = apply_while(flip, root)
        refused += error is not None
        assert snapshot(root.parent / "outside") == outside
        with suppress(HalfDone), opened_project(str(root)) as project:
            if error:
                assert tree(root) == old
            else:
                record = project.undo_record()
                assert record
                project.apply(record[1], "ant undo")
        assert tree(root) == old
    assert refused > rounds // 10
