"""Private folders beside a target, in which it is built before it appears."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

PREFIX = ".ant-new-"
_OURS = re.compile(re.escape(PREFIX) + r"[0-9a-f]{16}")


@contextmanager
def staging_folder(parent: int) -> Iterator[int]:
    """Make a private folder, and remove it in the end with everything in it.

    Descriptors refer to both. The folder is locked; the kernel releases the lock when this process
    ends, however it ends, and so the next run recognises leftovers.
    """
    with ExitStack() as cleanup:
        folder = None
        while folder is None:
            name = PREFIX + os.urandom(8).hex()
            # First the promise to remove it: a signal may come between any two lines.
            cleanup.callback(_remove, parent, name)
            os.mkdir(name, 0o700, dir_fd=parent)
            folder = _locked_unless_taken(parent, name)
        cleanup.callback(os.close, folder)
        yield folder


def clear_leftovers(parent: int) -> None:
    """Remove the folders of runs that were killed; those of runs that still work are locked."""
    for name in os.listdir(parent):
        if _OURS.fullmatch(name):
            try:
                folder = _open_locked(parent, name)
            except OSError:
                continue
            if os.fstat(folder).st_uid == os.geteuid():
                _remove(parent, name)
            os.close(folder)


def _remove(parent: int, name: str) -> None:
    """Remove as much as the disk allows; what fails here must not hide why we came here."""
    try:
        os.rmdir(name, dir_fd=parent)  # enough where the tree has moved out
    except OSError:
        import shutil  # noqa: PLC0415, seldom needed

        shutil.rmtree(name, ignore_errors=True, dir_fd=parent)


def _locked_unless_taken(parent: int, name: str) -> int | None:
    """Lock our new folder; None where another run took it for a leftover before that."""
    try:
        return _open_locked(parent, name)
    except (BlockingIOError, FileNotFoundError):
        return None


def _open_locked(parent: int, name: str) -> int:
    """Open a folder and lock it; raise ``OSError``, also where another run has it or removed it."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    folder = os.open(name, flags, dir_fd=parent)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        current = os.stat(name, dir_fd=parent, follow_symlinks=False)
        if not os.path.samestat(current, os.fstat(folder)):
            raise FileNotFoundError(name)
    except BaseException:
        os.close(folder)
        raise
    return folder
