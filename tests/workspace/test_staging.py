"""Private folders: one's own, and those that killed runs left behind."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ant.core.planning.plan import Plan
from ant.workspace.new_tree import create_tree
from ant.workspace.staging import PREFIX, clear_leftovers, staging_folder

OURS = PREFIX + "0123456789abcdef"


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def clear(folder: Path) -> None:
    with opened(folder) as descriptor:
        clear_leftovers(descriptor)


def test_a_staging_folder_is_private_and_goes_with_all_that_is_in_it(tmp_path: Path) -> None:
    with opened(tmp_path) as parent, staging_folder(parent):
        (name,) = os.listdir(tmp_path)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o700
        (tmp_path / name / "a/b").mkdir(parents=True)
        (tmp_path / name / "a/file").touch()
        (tmp_path / name / "link").symlink_to(tmp_path)
    assert os.listdir(tmp_path) == []


def test_a_staging_folder_goes_after_a_failure_and_the_failure_stays(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), opened(tmp_path) as parent, staging_folder(parent):
        raise KeyboardInterrupt
    assert os.listdir(tmp_path) == []


def test_what_a_killed_run_left_is_cleared(
    tmp_path: Path, plan: Plan, other_run: Callable[[], subprocess.Popen[str]]
) -> None:
    for process in [other_run() for _ in range(3)]:
        process.kill()
        process.communicate()
    assert len(os.listdir(tmp_path)) == 3
    create_tree(str(tmp_path / "x"), plan)
    assert os.listdir(tmp_path) == ["x"]


def test_what_a_living_run_works_in_is_left_to_it(
    tmp_path: Path, plan: Plan, other_run: Callable[[], subprocess.Popen[str]]
) -> None:
    process = other_run()
    (name,) = os.listdir(tmp_path)
    create_tree(str(tmp_path / "x"), plan)
    assert sorted(os.listdir(tmp_path / name)) == ["half", "tree"]
    assert process.communicate("")[0] == ""
    assert process.returncode == 0
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize(
    "name",
    [PREFIX, PREFIX + "notes", OURS + "0", OURS[:-1], OURS.upper(), f"{OURS}\n", f"a{OURS}"],
)
def test_a_directory_that_merely_has_the_prefix_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine").touch()
    clear(tmp_path)
    assert (tmp_path / name / "mine").exists()


def test_a_file_a_link_and_a_pipe_with_such_a_name_are_left_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").touch()
    (tmp_path / OURS).write_text("mine")
    (tmp_path / (OURS[:-1] + "0")).symlink_to(elsewhere)
    (tmp_path / (OURS[:-1] + "1")).symlink_to("nowhere")
    os.mkfifo(tmp_path / (OURS[:-1] + "2"))
    before = sorted(tmp_path.rglob("*"))
    clear(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before


def test_links_in_a_leftover_are_removed_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine").touch()
    leftover = tmp_path / OURS
    (leftover / "tree").mkdir(parents=True)
    (leftover / "tree/directory").symlink_to(elsewhere)
    (leftover / "tree/file").symlink_to(elsewhere / "mine")
    clear(tmp_path)
    assert os.listdir(tmp_path) == ["elsewhere"]
    assert os.listdir(elsewhere) == ["mine"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory to someone else")
def test_the_leftover_of_another_user_is_left_alone(tmp_path: Path) -> None:
    leftover = tmp_path / OURS
    leftover.mkdir()
    os.chown(leftover, 65534, 65534)
    clear(tmp_path)
    assert leftover.exists()


def test_a_leftover_that_a_lock_of_another_holds_is_left_alone(
    tmp_path: Path, other_run: Callable[[], subprocess.Popen[str]]
) -> None:
    other_run()
    before = sorted(tmp_path.rglob("*"))
    clear(tmp_path)
    assert sorted(tmp_path.rglob("*")) == before
