"""Files of a project, reached from its root without ever following a link."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from ant.core.errors import Problem, UnsafePath
from ant.core.text.words import quoted_path
from ant.core.tree import checked_path
from ant.workspace.rename import Entry

_NOT_A_FOLDER = {errno.ELOOP, errno.ENOTDIR}
_NO_FILE = {errno.ELOOP, errno.ENXIO, errno.ENODEV}  # a link, a socket, a dead device


class Found(NamedTuple):
    """A regular file on the disk."""

    content: bytes
    status: os.stat_result


def split_path(path: str) -> tuple[str, str]:
    """Return the folder, which is empty for the root, and the name."""
    folder, _, name = path.rpartition("/")
    return folder, name


@contextmanager
def opened_folder(root: int, path: str) -> Iterator[int]:
    """Open a folder below the root step by step.

    Raises ``FileNotFoundError``, and ``UnsafePath`` for a step that is a link or no folder.
    """
    folder = os.dup(root)
    try:
        done = ""
        for part in checked_path(path).split("/") if path else ():
            done = f"{done}/{part}" if done else part
            outer, folder = folder, _open_step(Entry(folder, part), done)
            os.close(outer)  # after the reassignment: a signal may come between any two lines
        yield folder
    finally:
        os.close(folder)


def _open_step(entry: Entry, path: str) -> int:
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        return os.open(entry.name, flags, dir_fd=entry.folder)
    except OSError as error:
        if error.errno in _NOT_A_FOLDER:
            raise _unsafe(entry, path, "directory") from error
        raise


@contextmanager
def opened_parent(root: int, path: str) -> Iterator[Entry]:
    """Open the folder of a file, as ``opened_folder`` does."""
    folder, name = split_path(checked_path(path))
    with opened_folder(root, folder) as descriptor:
        yield Entry(descriptor, name)


def find_file(root: int, path: str) -> Found | None:
    """Return a regular file, None where nothing has its name; raise ``UnsafePath``."""
    try:
        with opened_parent(root, path) as entry:
            return read_file(entry, path)
    except FileNotFoundError:
        return None


def read_file(entry: Entry, path: str) -> Found | None:
    """Do the same in a folder that is open; ``path`` is only what to call the file."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK  # a pipe must not make us wait
    try:
        file = os.open(entry.name, flags, dir_fd=entry.folder)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in _NO_FILE:
            raise _unsafe(entry, path, "regular file") from error
        raise
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise _unsafe(entry, path, "regular file")
        with open(file, "rb", closefd=False) as stream:
            return Found(stream.read(), status)
    finally:
        os.close(file)


def list_files(root: int, folder: str) -> set[str]:
    """Return the paths of the regular files right in a folder."""
    try:
        with opened_folder(root, folder) as descriptor, os.scandir(descriptor) as entries:
            names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    except FileNotFoundError:
        return set()
    return {f"{folder}/{name}" if folder else name for name in names}


def folder_exists(root: int, path: str) -> bool:
    """Whether a folder is there; raise ``UnsafePath`` for what is none."""
    try:
        with opened_folder(root, path):
            return True
    except FileNotFoundError:
        return False


def _unsafe(entry: Entry, path: str, expected: str) -> UnsafePath:
    try:
        mode = os.stat(entry.name, dir_fd=entry.folder, follow_symlinks=False).st_mode
    except OSError:
        mode = 0
    what = "is a symbolic link" if stat.S_ISLNK(mode) else f"is no {expected}"
    hint = "Links are not followed, so that nothing outside the project is touched."
    return UnsafePath(
        Problem(f"{quoted_path(path)} {what}.", hint=hint if stat.S_ISLNK(mode) else None)
    )
