"""Disks that are full, too small or read-only, and places where one may not write."""

import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.disks import mounted, powerless

Command = list[str | Path]
Run = subprocess.CompletedProcess[str]


def generate(command: Command, folder: Path, prepare: Callable[[], None] | None = None) -> Run:
    return subprocess.run(
        [*command, "generate", "api", "x"], cwd=folder, preexec_fn=prepare,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def check_refused(done: Run, folder: Path, reason: str) -> None:
    first, second = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert first == f"Error: Cannot write in '{folder}': {reason}."
    assert second == "  Nothing was created."
    assert os.listdir(folder) == []


@pytest.mark.parametrize("size", [0, 1, 100, 2000])
def test_a_limit_on_the_size_of_files(frozen_ant: Command, tmp_path: Path, size: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    check_refused(generate(frozen_ant, tmp_path, limit), tmp_path, "File too large")


@pytest.mark.parametrize("options", ["size=4k", "size=64k", "size=1m,nr_inodes=2",
                                     "size=1m,nr_inodes=20"])  # fmt: skip
def test_a_full_disk(
    frozen_ant: Command, tmp_path: Path, options: str, clean_tree: Callable[[str], object]
) -> None:
    with mounted(tmp_path / "small", options) as folder:
        check_refused(generate(frozen_ant, folder), folder, "No space left on device")
        subprocess.run(["mount", "-o", "remount,size=4m,nr_inodes=1000", folder], check=True)
        assert generate(frozen_ant, folder).returncode == 0
        assert os.listdir(folder) == ["x"]


def test_a_disk_that_is_full_to_the_last_byte_and_holds_what_a_killed_run_left(
    frozen_ant: Command, tmp_path: Path
) -> None:
    with mounted(tmp_path / "small", "size=1m") as folder:
        leftover = folder / ".ant-new-0123456789abcdef"
        leftover.mkdir()
        with pytest.raises(OSError, match="No space left"), open(leftover / "big", "wb", 0) as big:
            while big.write(b"x" * 4096):
                pass
        assert generate(frozen_ant, folder).returncode == 0
        assert os.listdir(folder) == ["x"]


def test_a_file_system_mounted_read_only(frozen_ant: Command, tmp_path: Path) -> None:
    with mounted(tmp_path / "sealed", "ro") as folder:
        check_refused(generate(frozen_ant, folder), folder, "Read-only file system")


def test_a_directory_in_which_this_user_may_not_write(frozen_ant: Command, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    command = [*powerless("dac_override", "dac_read_search"), *frozen_ant]
    check_refused(generate(command, folder), folder, "Permission denied")


def test_a_working_directory_that_is_gone(frozen_ant: Command, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    script = 'rmdir "$PWD"; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", *frozen_ant, "generate", "api", "x"], cwd=folder,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ")
    assert len(done.stderr.splitlines()) <= 2
