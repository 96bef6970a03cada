"""A change to a project on disks that are full, sealed or not all ours."""

import os
import resource
import subprocess
from pathlib import Path

import pytest

from support.disks import filled, mounted, powerless, without_names
from support.growing import Bench, tree


def rare(value: int) -> object:
    """A case that only the run of everything tries."""
    return pytest.param(value, marks=pytest.mark.exhaustive)


def grow(bench: Bench, folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, *bench.grow], cwd=folder, capture_output=True, text=True, check=False
    )


def check_refused(
    bench: Bench, folder: Path, done: subprocess.CompletedProcess[str], reason: str
) -> None:
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: Cannot write in '.': {reason}.\n  Nothing was changed.\n"
    assert tree(folder) == bench.old


@pytest.mark.parametrize("free", [0, *map(rare, (8192, 20480)), 40960, 131072])
def test_a_full_disk(bench: Bench, tmp_path: Path, free: int) -> None:
    with mounted(tmp_path / "small", "size=400k,mode=755") as folder:
        bench.copy(folder)
        with filled(folder, free):
            done = grow(bench, folder)
        if done.returncode:
            check_refused(bench, folder, done, "No space left on device")
        bench.check_next_runs(folder, (tree(folder),))
    assert bool(done.returncode) == (free < 100000)


@pytest.mark.parametrize("spare", [*map(rare, (0, 4, 8)), 12, 30])
def test_a_disk_without_room_for_more_names(bench: Bench, tmp_path: Path, spare: int) -> None:
    with mounted(tmp_path / "small", "size=400k,mode=755,nr_inodes=60") as folder:
        bench.copy(folder)
        with without_names(folder, spare):
            done = grow(bench, folder)
        if done.returncode:
            check_refused(bench, folder, done, "No space left on device")
        bench.check_next_runs(folder, (tree(folder),))
    assert bool(done.returncode) == (spare < 20)


def test_a_limit_on_the_size_of_files(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    bench.copy(folder)
    done = subprocess.run(
        bench.grow, cwd=folder, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )  # fmt: skip
    check_refused(bench, folder, done, "File too large")
    bench.check_next_runs(folder, (bench.old,))


@pytest.mark.parametrize("used_before", [False, True])
def test_a_disk_mounted_read_only(bench: Bench, tmp_path: Path, used_before: bool) -> None:
    with mounted(tmp_path / "sealed", "size=1m,mode=755") as folder:
        bench.copy(folder)
        if used_before:
            subprocess.run(bench.look, cwd=folder, check=True)
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        check_refused(bench, folder, grow(bench, folder), "Read-only file system")


@pytest.mark.parametrize("closed", [".", "api", "old/gone", "old"])
def test_a_folder_in_which_this_user_may_not_write(
    bench: Bench, tmp_path: Path, closed: str
) -> None:
    folder = tmp_path / "x"
    bench.copy(folder)
    mode = (folder / closed).stat().st_mode
    (folder / closed).chmod(0o555)
    done = grow(bench, folder, *powerless("dac_override", "dac_read_search"))
    (folder / closed).chmod(mode)
    check_refused(bench, folder, done, "Permission denied")
    bench.check_next_runs(folder, (bench.old,))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to someone else")
def test_a_file_whose_owner_cannot_be_kept_is_refused(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "x"
    bench.copy(folder)
    os.chown(folder / "run.sh", 65534, -1)
    (folder / "run.sh").chmod(0o777)
    before = tree(folder)
    done = grow(bench, folder, *powerless("chown"))
    assert done.stderr.startswith("Error: Cannot write in '.': Operation not permitted.")
    assert tree(folder) == before


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to someone else")
def test_a_file_of_somebody_else_that_is_sealed_for_us_is_refused(
    bench: Bench, tmp_path: Path
) -> None:
    folder = tmp_path / "x"
    bench.copy(folder)
    os.chown(folder / "run.sh", 65534, 65534)
    done = grow(bench, folder, *powerless("dac_override", "dac_read_search"))
    assert done.stderr.startswith("Error: 'run.sh' is read-only.\n")
    assert tree(folder) == bench.old
