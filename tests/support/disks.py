"""Disks that are small or sealed, and users who may not do everything."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNMOUNT_SECONDS = 20


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """A small file system in memory, where mounting is permitted."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:  # a right of the user, which no test command can give
        pytest.skip(f"this user may not mount a file system here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        unmount(folder)


def unmount(folder: Path) -> None:
    """Unmount a file system; one that killed processes still hold is free once they have ended."""
    limit = time.monotonic() + UNMOUNT_SECONDS
    command = ["umount", str(folder)]
    while (done := subprocess.run(command, capture_output=True, text=True, check=False)).returncode:
        assert time.monotonic() < limit, done.stderr
        time.sleep(0.05)


@contextmanager
def filled(folder: Path, free: int) -> Iterator[None]:
    """Fill a disk but for some bytes, for a while."""
    filler = folder / ".ant-filler"
    with open(filler, "wb", 0) as file, pytest.raises(OSError, match="No space left"):
        while file.write(b"x" * 4096):
            pass
    os.truncate(filler, filler.stat().st_size - free)
    yield
    filler.unlink()


@contextmanager
def without_names(folder: Path, spare: int) -> Iterator[None]:
    """Take all names that a disk has room for but for some, for a while."""
    free = os.statvfs(folder).f_ffree
    fillers = folder / ".ant-fillers"
    fillers.mkdir()
    for number in range(free - 1 - spare):
        (fillers / str(number)).touch()
    yield
    shutil.rmtree(fillers)


def powerless(*powers: str) -> list[str]:
    """What to put before a command so that root lacks some powers, as other users do."""
    if os.geteuid() != 0:
        return []
    if not shutil.which("setpriv"):  # of util-linux, so it is missing on other systems alone
        pytest.skip("root may write anywhere, and there is no setpriv here to give that up")
    return ["setpriv", "--bounding-set", ",".join(f"-{power}" for power in powers)]
