"""What reaches the disk in which order, and what happens where the system lacks a call."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from support.strace import Call, Fault, trace
from support.trees import Snapshot, snapshot

Opened = dict[str, tuple[str, bool]]


def opened_by(calls: list[Call]) -> tuple[set[str], set[str], set[str]]:
    """Of a run: the files it made, the directories it opened, and what of both it flushed."""
    holds: Opened = {}
    made, folders, flushed = set(), set(), set()
    for call in calls:
        if call.name == "openat" and " = -1" not in call.text:
            path, descriptor = call.text.split('"')[1], call.text.rsplit("= ", 1)[1]
            holds[descriptor] = (path, "O_CREAT" in call.text)
            if "O_CREAT" in call.text:
                made.add(path)
            elif "O_DIRECTORY|" in call.text or call.text.split(")")[0].endswith("O_DIRECTORY"):
                folders.add(path)
        elif call.name == "fsync":
            flushed.add(holds[call.text.split(")")[0]][0])
    return made, folders, flushed


def test_all_is_flushed_before_the_target_appears_and_its_name_after(
    frozen_ant: list[str | Path], tmp_path: Path
) -> None:
    command = [*frozen_ant, "generate", "api", "x"]
    calls = trace(command, tmp_path, ["mkdirat", "openat", "fsync", "renameat2"]).calls
    start = next(i for i, call in enumerate(calls) if call.name == "mkdirat") - 1
    assert f'"{tmp_path}"' in calls[start].text, "the parent is opened just before"
    ours = calls[start:]
    (rename,) = [i for i, call in enumerate(ours) if call.name == "renameat2"]
    made, folders, flushed = opened_by(ours[:rename])
    on_disk = snapshot(tmp_path / "x")
    directories = {path for path in on_disk if (tmp_path / "x" / path).is_dir()}
    assert made == set(on_disk) - directories
    assert directories <= folders
    assert flushed == made | directories
    parent = calls[start].text.rsplit("= ", 1)[1]
    assert ours[rename + 1].name == "fsync"
    assert ours[rename + 1].text.startswith(f"{parent})")


@pytest.mark.parametrize("error", ["ENOSYS", "EINVAL"])
def test_without_the_call_that_replaces_nothing_the_tree_appears_all_the_same(
    frozen_ant: list[str | Path], tmp_path: Path, error: str, clean_tree: Callable[[str], Snapshot]
) -> None:
    fault = Fault("renameat2", "1+", f"error={error}")
    done = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["renameat2"], [fault])
    assert (done.code, done.stderr) == (0, "")
    assert "(INJECTED)" in done.log
    assert os.listdir(tmp_path) == ["x"]
    assert snapshot(tmp_path / "x") == clean_tree("x")


def test_a_file_system_that_cannot_flush_directories_is_good_enough(
    frozen_ant: list[str | Path], tmp_path: Path, clean_tree: Callable[[str], Snapshot]
) -> None:
    files = sum(1 for mode, _ in clean_tree("x").values() if mode & 0o100000)
    fault = Fault("fsync", f"{files + 1}+", "error=EINVAL")
    done = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["fsync"], [fault])
    assert (done.code, done.stderr) == (0, "")
    assert done.log.count("(INJECTED)") == len(done.calls) - files > 10
    assert snapshot(tmp_path / "x") == clean_tree("x")


def test_a_system_that_takes_no_advice_is_good_enough(
    frozen_ant: list[str | Path], tmp_path: Path, clean_tree: Callable[[str], Snapshot]
) -> None:
    fault = Fault("fadvise64", "1+", "error=EINVAL")
    done = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["fadvise64"], [fault])
    assert (done.code, done.stderr) == (0, "")
    assert done.log.count("(INJECTED)") == len(done.calls) == 1  # nobody asks again
    assert snapshot(tmp_path / "x") == clean_tree("x")


def test_a_place_without_locks_is_refused_instead_of_tried_for_ever(
    frozen_ant: list[str | Path], tmp_path: Path
) -> None:
    fault = Fault("flock", "1+", "error=ENOLCK")
    done = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["flock"], [fault])
    assert done.code == 1
    assert done.stderr.startswith("Error: Cannot write in ")
    assert "No locks available" in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_name_that_the_disk_cannot_promise_is_taken_back(
    frozen_ant: list[str | Path], tmp_path: Path, clean_tree: Callable[[str], Snapshot]
) -> None:
    fault = Fault("fsync", len(clean_tree("x")) + 1, "error=EIO")
    done = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["fsync"], [fault])
    assert done.calls[-1].text.endswith("(INJECTED)")
    assert done.code == 1
    assert "Input/output error.\n  Nothing was created." in done.stderr
    assert os.listdir(tmp_path) == []


def test_a_name_that_cannot_be_taken_back_is_told_to_stand(
    frozen_ant: list[str | Path], tmp_path: Path, clean_tree: Callable[[str], Snapshot]
) -> None:
    folders_and_files = len(clean_tree("x"))
    faults = [
        Fault("fsync", folders_and_files + 1, "error=EIO"),
        Fault("renameat", "1+", "error=EROFS"),
    ]
    done = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["fsync", "renameat"], faults)
    assert done.code == 1
    assert done.log.count("(INJECTED)") == 2
    assert "Nothing was created" not in done.stderr
    assert snapshot(tmp_path / "x") == clean_tree("x")
