"""What every writer asks of the disk."""

import errno
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from ant.core.errors import Problem, WriteFailed
from ant.core.text.words import quoted_path
from ant.workspace.rename import Entry

MANY = 120
"""Files, from which on flushing is worth threads."""
QUICK = 0.0002
"""Seconds; who flushes within them has no disk to wait for, and threads would only cost."""
FLUSHES_AT_ONCE = 8
HANDFUL = 12
"""Files that a thread takes at a time: handing over each alone would cost more than it gains."""

T = TypeVar("T")


def write_all(file: int, content: bytes) -> None:
    """Write all of it: one call may write less than it is given."""
    done = 0
    while done < len(content):
        done += os.write(file, memoryview(content)[done:] if done else content)


def begin_writing(*files: int) -> None:
    """Let the disk begin, so that the flushes find most of their work done."""
    if hasattr(os, "posix_fadvise"):  # macOS has none
        with suppress(OSError):  # advice that is not taken does no harm
            for file in files:
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)


def write_file(
    entry: Entry, pieces: Iterable[bytes], mode: int, like: os.stat_result | None = None
) -> None:
    """Create a file, with the owner and the mode of an existing one if given."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    file = os.open(entry.name, flags, mode, dir_fd=entry.folder)
    try:
        if like:
            status = os.fstat(file)
            if (status.st_uid, status.st_gid) != (like.st_uid, like.st_gid):
                os.fchown(file, like.st_uid, like.st_gid)
            os.fchmod(file, like.st_mode & 0o7777)
        with open(file, "wb", closefd=False) as stream:
            stream.writelines(pieces)
        begin_writing(file)
    finally:
        os.close(file)


def flush_file(entry: Entry) -> None:
    """Flush a file that was written a while ago."""
    file = os.open(entry.name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=entry.folder)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def flushed(flush: Callable[[T], None], items: Sequence[T]) -> Iterator[int]:
    """Flush all and yield, now and then, how many that were just now.

    Where they are many, and as soon as one makes us wait, several are flushed at a time: a disk
    does that many times faster.
    """
    clock, many = time.perf_counter, len(items) >= MANY
    for number, item in enumerate(items, start=1):
        began = clock()
        flush(item)
        slow = clock() - began > QUICK
        yield 1
        if many and slow:
            yield from _flushed_together(flush, items[number:])
            return


def _flushed_together(flush: Callable[[T], None], items: Sequence[T]) -> Iterator[int]:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415, seldom needed

    def some(start: int) -> int:
        handful = items[start : start + HANDFUL]
        for item in handful:
            flush(item)
        return len(handful)

    starts = range(0, len(items), HANDFUL)
    with ThreadPoolExecutor(FLUSHES_AT_ONCE) as pool:
        try:
            counts = pool.map(some, starts)
        except RuntimeError:  # a limit of memory or of processes allows no further thread
            counts = map(some, starts)
        yield from counts


def flush_folder(folder: int) -> None:
    """Flush the names in a directory."""
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems flush files alone
            raise


@contextmanager
def opened(path: str, folder: int | None = None) -> Iterator[int]:
    """Open a directory; within another one no link is followed."""
    flags = os.O_RDONLY | os.O_DIRECTORY | (0 if folder is None else os.O_NOFOLLOW)
    descriptor = os.open(path, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def write_failed(folder: str, error: OSError, hint: str | None) -> WriteFailed:
    """Return the error for a failed write."""
    reason = error.strerror or str(error)
    return WriteFailed(Problem(f"Cannot write in {quoted_path(folder)}: {reason}.", hint=hint))
