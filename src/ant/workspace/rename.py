"""Renaming that never replaces anything."""

import ctypes
import errno
import os
from typing import NamedTuple

_NO_REPLACE = 1
_UNKNOWN_HERE = {errno.ENOSYS, errno.EINVAL}


class Entry(NamedTuple):
    """A name in a directory that a descriptor holds open."""

    folder: int
    name: str

    def exists(self) -> bool:
        """Whether anything has the name, even a dangling link."""
        try:
            os.stat(self.name, dir_fd=self.folder, follow_symlinks=False)
        except FileNotFoundError:
            return False
        return True


def rename_to_new(source: Entry, target: Entry) -> None:
    """Move a directory to a name that is free; raise ``FileExistsError`` where it is not.

    Plain ``rename`` would replace an empty directory that appeared a moment ago.
    """
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        names = os.fsencode(source.name), os.fsencode(target.name)
        if call(source.folder, names[0], target.folder, names[1], _NO_REPLACE) == 0:
            return
        code = ctypes.get_errno()
        if code not in _UNKNOWN_HERE:
            raise OSError(code, os.strerror(code))
    # Not every system and file system has that call. Look, then: what can still slip in between
    # and be replaced is an empty directory; a file or a full directory makes rename fail.
    if target.exists():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    move(source, target)


def move(source: Entry, target: Entry) -> None:
    """Move a directory in one step."""
    os.rename(source.name, target.name, src_dir_fd=source.folder, dst_dir_fd=target.folder)
