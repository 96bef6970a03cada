"""Many runs at once in one place."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.trees import Snapshot, snapshot

Command = list[str | Path]
Clean = Callable[[str], Snapshot]
RUNS = 20


def start(command: Command, folder: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command, "generate", "api", name], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.slow
def test_of_many_runs_for_one_name_exactly_one_succeeds(
    frozen_ant: Command, tmp_path: Path, clean_tree: Clean
) -> None:
    running = [start(frozen_ant, tmp_path, "x") for _ in range(RUNS)]
    said = [process.communicate(timeout=120) for process in running]
    ended = [(process.returncode, *texts) for process, texts in zip(running, said, strict=True)]
    success = (0, "Successfully created new project 'x'\n", "")
    refusal = (1, "", "Error: Directory 'x' already exists.\n")
    assert sorted(ended) == [success] + [refusal] * (RUNS - 1)
    assert os.listdir(tmp_path) == ["x"]
    assert snapshot(tmp_path / "x") == clean_tree("x")


@pytest.mark.slow
def test_many_runs_for_different_names_all_succeed(
    frozen_ant: Command, tmp_path: Path, clean_tree: Clean
) -> None:
    names = [f"x{i}" for i in range(RUNS)]
    running = [start(frozen_ant, tmp_path, name) for name in names]
    for process in running:
        assert process.communicate(timeout=120)[1] == ""
    assert sorted(os.listdir(tmp_path)) == sorted(names)
    files = set(clean_tree("x"))
    for name in names:
        assert set(snapshot(tmp_path / name)) == files


@pytest.mark.slow
def test_runs_that_are_killed_do_not_disturb_those_that_are_not(
    frozen_ant: Command, tmp_path: Path, clean_tree: Clean
) -> None:
    pairs = [
        (start(frozen_ant, tmp_path, f"x{i}"), start(frozen_ant, tmp_path, f"dead{i}"))
        for i in range(RUNS // 2)
    ]
    for living, dying in pairs:
        dying.kill()
        dying.communicate()
        assert living.communicate(timeout=120)[1] == ""
    subprocess.run([*frozen_ant, "generate", "api", "last"], cwd=tmp_path, check=True)
    files = set(clean_tree("x"))
    left = os.listdir(tmp_path)
    assert {f"x{i}" for i in range(RUNS // 2)} <= set(left)
    assert not [name for name in left if name.startswith(".")]
    for name in left:
        assert set(snapshot(tmp_path / name)) == files
