"""One writer at a time in a project."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import NamedTuple

from ant.core.errors import Problem, ProjectBusy
from ant.workspace.files import opened_folder
from ant.workspace.rename import Entry
from ant.workspace.stage import STAGING
from ant.workspace.transaction import JOURNAL

OWN = ".ant"
_LOCK = "lock"
_UNTRACKED = b"/.gitignore\n/journal\n/kept-*\n/kept/\n/lock\n/staging/\n/undo\n"
"""The private files in the folder; its other files belong into people's repositories."""
_PAUSE = 0.02

Signature = tuple[int | bytes, ...]
"""The signature of the last writer's turn; empty before the first one."""


class Locked(NamedTuple):
    """The private folder of a project, open, while this process alone may write."""

    folder: int
    found: Signature
    """Of the writer before us."""


@contextmanager
def locked_folder(root: int, patience: float) -> Iterator[Locked]:
    """Open our own folder in a project, made where it is missing, and hold its lock.

    The kernel drops the lock when this process ends, however it ends. Raises ``ProjectBusy``
    where one and the same other run has it for longer than ``patience`` seconds: a queue that
    moves is worth waiting in.
    """
    while True:
        with ExitStack() as stack:
            own = stack.enter_context(_own_folder(root))
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW
            lock = os.open(_LOCK, flags, 0o600, dir_fd=own)
            stack.callback(os.close, lock)
            _wait(lock, patience)
            if _is_current(root, lock):
                found = _signature(lock)
                _write_gitignore(own)
                _sign(lock)
                yield Locked(own, found)
                return


def last_signature(root: int) -> Signature | None:
    """Return the last writer's signature without writing anything.

    None where a writer is at work, or was killed: files read then may be inconsistent. Each writer
    signs before it changes anything, so nobody has written while the signature stays the same.
    """
    try:
        with opened_folder(root, OWN) as own:
            found = _signature_if_free(own)
            killed = any(Entry(own, name).exists() for name in (JOURNAL, STAGING))
            return None if killed else found
    except FileNotFoundError:
        return ()


def _signature_if_free(own: int) -> Signature | None:
    try:
        lock = os.open(_LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=own)
    except FileNotFoundError:
        return ()
    except OSError:
        return None
    try:
        found = _signature(lock)  # before the lock is tried: who gets it afterwards signs anew
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return None
    finally:
        os.close(lock)
    return found


def _signature(lock: int) -> Signature:
    text = os.pread(lock, 1000, 0)
    status = os.fstat(lock)
    return (status.st_dev, status.st_ino, status.st_mtime_ns, text) if text else ()


@contextmanager
def _own_folder(root: int) -> Iterator[int]:
    with suppress(FileExistsError):
        os.mkdir(OWN, 0o700, dir_fd=root)
    with opened_folder(root, OWN) as own:
        yield own


def _write_gitignore(own: int) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
    with suppress(FileNotFoundError):
        if os.stat(".gitignore", dir_fd=own, follow_symlinks=False).st_size:
            return
    file = os.open(".gitignore", flags, 0o600, dir_fd=own)
    try:
        os.write(file, _UNTRACKED)
    finally:
        os.close(file)


def _wait(lock: int, patience: float) -> None:
    holder, since = b"", time.monotonic()
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        known, holder = holder, os.pread(lock, 1000, 0)
        if holder != known:
            since = time.monotonic()
        elif time.monotonic() - since > patience:
            raise ProjectBusy(_busy_problem(holder.decode("utf-8", "replace").strip()))
        time.sleep(_PAUSE)


def _busy_problem(holder: str) -> Problem:
    pid, _, command = holder.partition(" ")
    who = f"process {pid} ({command})" if command else "another process"
    return Problem(f"The project is in use by {who}.", hint="Try again when that has ended.")


def _is_current(root: int, lock: int) -> bool:
    """Whether the lock is still the project's: somebody may have removed our folder meanwhile."""
    try:
        current = os.stat(f"{OWN}/{_LOCK}", dir_fd=root, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return os.path.samestat(current, os.fstat(lock))


def _sign(lock: int) -> None:
    """Say who has the lock, for those who wait."""
    command = " ".join(["ant", *sys.argv[1:]])[:200]
    shown = "".join(char if char.isprintable() else "?" for char in command)
    text = f"{os.getpid():10} {shown}\n".encode("utf-8", "replace")
    os.pwrite(lock, text, 0)
    os.ftruncate(lock, len(text))
