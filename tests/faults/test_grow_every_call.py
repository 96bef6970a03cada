"""Every writing call of the commands that grow a project fails once, and is the last one once."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from support.every_call import calls_of, run_all, some_of, strike
from support.grown import project_files
from support.strace import Call
from support.trees import Snapshot

Command = list[str | Path]

ERRORS = {
    "mkdirat": ("ENOSPC", "EACCES"),
    "openat": ("ENOSPC", "EACCES", "EMFILE"),
    "write": ("ENOSPC", "EDQUOT", "EIO"),
    "pwrite64": ("ENOSPC", "EIO"),
    "ftruncate": ("EIO",),
    "fsync": ("ENOSPC", "EIO"),
    "flock": ("ENOLCK",),
    "linkat": ("EPERM", "ENOSPC"),
    "fchmod": ("EPERM", "EIO"),
    "renameat": ("ENOSPC", "EROFS", "EIO"),
    "renameat2": ("ENOSPC", "EROFS", "EIO"),
    "unlinkat": ("EACCES", "EIO"),
}
ADD_USERS = ("generate", "route", "users")
ADD_PHOTO = ("generate", "subroute", "users", "photo", "--mock", "[1]")
STORIES: dict[str, tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]] = {
    "route": ((), ADD_USERS),
    "subroute": ((ADD_USERS,), ADD_PHOTO),
    "destroy": ((ADD_USERS, ADD_PHOTO), ("destroy", "route", "users")),
    "undo": ((ADD_USERS,), ("undo",)),
}
everyday_and_all = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["some", "every"]
)


class Story(NamedTuple):
    """A command in a project, and what the project is before and after it."""

    ant: Command
    command: Command
    origin: Path
    old: Snapshot
    new: Snapshot


@pytest.fixture(
    params=["route", *(pytest.param(each, marks=pytest.mark.slow) for each in [*STORIES][1:])]
)
def story(
    request: pytest.FixtureRequest, frozen_ant: Command, pristine: Path, tmp_path: Path
) -> Story:
    before, last = STORIES[request.param]
    origin, grown = tmp_path / "origin", tmp_path / "grown"
    shutil.copytree(pristine, origin)
    for words in before:
        subprocess.run([*frozen_ant, *words], cwd=origin, check=True, capture_output=True)
    shutil.copytree(origin, grown)
    subprocess.run([*frozen_ant, *last], cwd=grown, check=True, capture_output=True)
    return Story(
        frozen_ant, [*frozen_ant, *last], origin, project_files(origin), project_files(grown)
    )


def calls(story: Story, place: Path) -> list[Call]:
    """The writing calls of an undisturbed run, from the first one in our own folder."""
    folder = place / "traced"
    shutil.copytree(story.origin, folder)
    return calls_of(story.command, folder, "mkdirat", ERRORS)


def check_next_command(story: Story, folder: Path) -> None:
    """Another command finds a whole project, old or new, and does its own work."""
    done = subprocess.run(
        [*story.ant, "generate", "route", "next"], cwd=folder, text=True, capture_output=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done
    subprocess.run([*story.ant, "undo"], cwd=folder, check=True, capture_output=True)
    assert project_files(folder) in (story.old, story.new)
    assert not {"staging", "journal"} & set(os.listdir(folder / ".ant"))


@everyday_and_all
def test_a_kill_at_any_writing_call_leaves_the_old_project_or_the_new(
    story: Story, tmp_path: Path, every: bool
) -> None:
    def attempt(folder: Path, call: Call, effect: str) -> None:
        shutil.copytree(story.origin, folder, dirs_exist_ok=True)
        traced = strike(story.command, folder, call, effect)
        assert traced.code == -9
        check_next_command(story, folder)

    ours = calls(story, tmp_path)
    chosen = ours if every else some_of(ours)
    run_all(attempt, tmp_path, [(call, "signal=SIGKILL") for call in chosen])


@everyday_and_all
def test_an_error_of_any_writing_call_leaves_the_project_as_it_was_or_does_no_harm(
    story: Story, tmp_path: Path, every: bool
) -> None:
    def attempt(folder: Path, call: Call, effect: str) -> None:
        shutil.copytree(story.origin, folder, dirs_exist_ok=True)
        traced = strike(story.command, folder, call, effect)
        assert "Traceback" not in traced.stderr and "Internal" not in traced.stderr, traced.stderr
        after = project_files(folder)
        if traced.code == 0:
            assert (after, traced.stderr) == (story.new, "")
        else:
            assert traced.code == 1 and traced.stderr.startswith("Error: "), traced
            lost_output = "Cannot write to standard output" in traced.stderr
            assert after == (story.new if lost_output else story.old)
        check_next_command(story, folder)

    ours = calls(story, tmp_path)
    # The writer under the commands meets every error at every call in test_growing_every_call;
    # here each command meets them at every third one, which is a minute and not four.
    chosen = ours[::3] if every else some_of(ours)
    cases = [(call, f"error={error}") for call in chosen for error in ERRORS[call.name]]
    run_all(attempt, tmp_path, cases if every else cases[::2])


def test_the_commands_that_are_struck_change_something(story: Story) -> None:
    assert story.old != story.new
