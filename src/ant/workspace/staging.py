"""Private folders beside a target, in which it is built before it appears."""

import fcntl
import os
import shutil

PREFIX = ".ant-new-"


class Staging:
    """A folder that nobody else uses; the kernel drops its lock when this process ends."""

    def __init__(self, parent: int) -> None:
        """Create the folder in the directory that the descriptor ``parent`` holds open."""
        self.parent = parent
        self.name, self.folder = _create(parent)

    def remove(self) -> None:
        """Remove the folder with all that is in it, and let the lock go."""
        shutil.rmtree(self.name, ignore_errors=True, dir_fd=self.parent)
        self.release()

    def release(self) -> None:
        """Let the lock go; what the folder holds stays."""
        os.close(self.folder)


def clear_leftovers(parent: int) -> None:
    """Remove the folders of runs that were killed; those of runs that still work are locked."""
    for name in os.listdir(parent):
        if not name.startswith(PREFIX):
            continue
        folder = _open_locked(parent, name)
        if folder is not None:
            shutil.rmtree(name, ignore_errors=True, dir_fd=parent)
            os.close(folder)


def _create(parent: int) -> tuple[str, int]:
    while True:
        name = PREFIX + os.urandom(8).hex()
        os.mkdir(name, 0o700, dir_fd=parent)
        # Another run may have taken the folder for a leftover before it was locked.
        folder = _open_locked(parent, name)
        if folder is not None:
            return name, folder


def _open_locked(parent: int, name: str) -> int | None:
    """Open a folder of our own and lock it; None where it is gone, locked or no such folder."""
    try:
        folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=parent)
    except OSError:
        return None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        here = os.stat(name, dir_fd=parent, follow_symlinks=False)
        own = os.fstat(folder)
        if (here.st_ino, here.st_dev) == (own.st_ino, own.st_dev) and own.st_uid == os.geteuid():
            return folder
    except OSError:
        pass
    os.close(folder)
    return None
