"""Each command that changes a project, on disks that are full or sealed, and among links."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from support.disks import filled, mounted, powerless, without_names
from support.runners import Done, Started
from support.stories import Story, files
from support.strace import Fault
from support.trees import snapshot

SPACE = (0, 8192, 20480, 40960, 65536, 2_500_000)
NAMES = (0, 3, 6, 9, 14, 300)
Tight = AbstractContextManager[None]


def check_refused(story: Story, project: Path, done: Done, reason: str) -> None:
    assert (done.code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ") and reason in done.stderr
    assert len(done.stderr.splitlines()) <= 2, done.stderr
    assert files(project) == story.old


def check_again(story: Story, project: Path) -> None:
    """What was in the way is gone: the same command does its work now, and nothing is left over."""
    assert story.forked.run(project, *story.words)[::2] == (0, "")
    assert files(project) == story.new
    assert not {"staging", "journal"} & set(os.listdir(project / ".ant"))


def edited(story: Story) -> list[str]:
    """The files that the command replaces or takes away."""
    both = story.old.items()
    return [path for path, seen in both if seen[0] & 0o100000 and story.new.get(path) != seen]


def created(story: Story) -> list[str]:
    """The files that the command makes in folders that are there."""
    fresh = [path for path, seen in story.new.items() if seen[0] & 0o100000]
    return [path for path in fresh if path not in story.old
            and (os.path.dirname(path) or ".") in story.old]  # fmt: skip


def changed_folders(story: Story) -> list[str]:
    """The folders in which the command changes a name, each as a path from the root."""
    paths = {
        path for path in {*story.old, *story.new} if story.old.get(path) != story.new.get(path)
    }
    folders = {os.path.dirname(path) or "." for path in paths}
    return sorted(folder for folder in folders & {*story.old} if not folder.startswith(".ant"))


def found_enough(story: Story, small: Path, tight: Callable[[Path, int], Tight], left: int) -> bool:
    """Run the command on a disk on which there is little left; whether that was enough."""
    project = story.copy(small)
    with tight(small, left):
        done = story.forked.run(project, *story.words)
    if done.code:
        check_refused(story, project, done, "No space left on device")
        check_again(story, project)
    assert files(project) == story.new
    shutil.rmtree(project)
    return done.code == 0


def test_a_full_disk(story: Story, tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=6m,mode=755") as small:
        enough = [found_enough(story, small, filled, free) for free in SPACE]
    assert enough[0] is False and enough[-1] is True and enough == sorted(enough)


def test_a_disk_without_room_for_more_names(story: Story, tmp_path: Path) -> None:
    with mounted(tmp_path / "small", "size=3m,mode=755,nr_inodes=800") as small:
        enough = [found_enough(story, small, without_names, spare) for spare in NAMES]
    assert enough[0] is False and enough[-1] is True and enough == sorted(enough)


def test_a_disk_mounted_read_only(story: Story, tmp_path: Path) -> None:
    with mounted(tmp_path / "sealed", "size=3m,mode=755") as small:
        project = story.copy(small)
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        done = story.forked.run(project, *story.words)
        check_refused(story, project, done, "Read-only file system")


@contextmanager
def sealed(path: Path) -> Iterator[None]:
    """Nobody may write in a folder or a file for a while."""
    mode = path.stat().st_mode
    path.chmod(mode & 0o555)
    yield
    path.chmod(mode)


@pytest.mark.exhaustive_for("subroute", "destroy subroute", "undo", "adopt", "upgrade")
@pytest.mark.slow
def test_a_folder_or_a_file_that_this_user_may_not_write(
    story: Story, frozen_ant: list[str | Path], memory: Path
) -> None:
    weak = Started([*powerless("dac_override", "dac_read_search"), *frozen_ant])
    project = story.copy(memory)
    closed = [(folder, "Permission denied") for folder in changed_folders(story)]
    assert "." in dict(closed)
    closed += [(path, f"'{path}' is read-only.") for path in edited(story)]
    for path, reason in closed:
        with sealed(project / path):
            before = files(project)
            done = weak.run(project, *story.words)
            assert files(project) == before
        check_refused(story, project, done, reason)
    check_again(story, project)


def stopped_with_its_plan(story: Story, project: Path, swap: Callable[[], None]) -> Done:
    """Run the command; stop it where it has a plan and no change yet, swap, and let it go on."""
    number = staging_call(story, project.parent / "traced")
    fault = Fault("mkdirat", number, "signal=SIGSTOP")
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(story.forked.trace, project, story.words, ["mkdirat"], [fault])
        while not (project / ".ant/staging").exists() and not run.done():
            time.sleep(0.001)
        swap()
        os.kill(int((project / ".ant/lock").read_text().split()[0]), signal.SIGCONT)
    return Done(*run.result()[:3])


def staging_call(story: Story, folder: Path) -> int:
    calls = story.forked.trace(story.copy(folder), story.words, ["mkdirat"]).calls
    shutil.rmtree(folder)
    return next(call.number for call in calls if '"staging"' in call.text)


@pytest.mark.exhaustive_for(
    "subroute", "apply", "destroy route", "destroy subroute", "undo", "adopt", "upgrade"
)
@pytest.mark.slow
def test_what_is_swapped_for_a_link_between_plan_and_change_is_not_followed(
    story: Story, memory: Path
) -> None:
    outside = memory / "outside"
    shutil.copytree(story.origin, outside)
    before = snapshot(outside)
    targets = [*edited(story), *(folder for folder in changed_folders(story) if folder != ".")]
    project = story.copy(memory)
    for target in [*targets, *created(story)]:
        there = target in targets

        def swap(target: str = target, there: bool = there) -> None:
            if there:
                os.rename(project / target, memory / "hidden")
            os.symlink(outside / target, project / target)

        done = stopped_with_its_plan(story, project, swap)
        assert (done.code, done.stdout) == (1, "")
        said = f"Error: '{target}' {'is a symbolic link.' if there else ''}"
        assert done.stderr.startswith(said), done
        assert os.readlink(project / target) == str(outside / target)
        assert snapshot(outside) == before
        (project / target).unlink()
        if there:
            os.rename(memory / "hidden", project / target)
        assert files(project) == story.old
    check_again(story, project)
