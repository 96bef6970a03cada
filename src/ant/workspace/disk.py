"""What every writer asks of the disk."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ant.core.errors import Problem, WriteFailed


def write_all(file: int, content: bytes) -> None:
    """Write all of it: one call may write less than it is given."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]


def begin_writing(file: int) -> None:
    """Let the disk begin, so that the flushes find most of their work done."""
    if hasattr(os, "posix_fadvise"):  # macOS has none
        with suppress(OSError):  # advice that is not taken does no harm
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)


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
    """Return what to say of a disk that refused."""
    reason = error.strerror or str(error)
    return WriteFailed(Problem(f"Cannot write in '{folder}': {reason}.", hint=hint))
