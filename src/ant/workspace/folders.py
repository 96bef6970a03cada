"""Folders that a command makes, or leaves empty and takes away."""

import errno
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress

from ant.core.planning.plan import FileChange
from ant.workspace.disk import flush_folder
from ant.workspace.files import folder_exists, opened_folder, opened_parent, split_path
from ant.workspace.stage import stale
from ant.workspace.transaction import Emptied, Transaction

_IGNORED_ERRORS = {errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT, errno.ENOTDIR}


def _above(paths: Iterable[str]) -> list[str]:
    """All folders that the paths are in, without the root, each after the one it is in."""
    found = set()
    for path in paths:
        folder = split_path(path)[0]
        while folder:
            found.add(folder)
            folder = split_path(folder)[0]
    return sorted(found, key=lambda folder: (folder.count("/"), folder))


def folders_to_make(root: int, changes: Sequence[FileChange]) -> tuple[str, ...]:
    """Return the missing folders of the new files.

    Raises ``StaleProject`` for a missing one in which files were a moment ago: its owner has moved
    it, and in a new folder in its place they would look like removed ones.
    """
    above = _above(change.path for change in changes if change.after is not None)
    missing = [folder for folder in above if not folder_exists(root, folder)]
    moved = {*_above(change.path for change in changes if change.before is not None)}
    for folder in missing:
        if folder in moved:
            raise stale(folder)
    return tuple(missing)


def folders_to_remove(root: int, changes: Sequence[FileChange]) -> tuple[Emptied, ...]:
    """Return the folders in which nothing will be left."""
    removed = {change.path for change in changes if change.after is None}
    used = {*_above(change.path for change in changes if change.after is not None)}
    emptied = []
    for folder in reversed(_above(removed)):
        with opened_folder(root, folder) as descriptor:
            remaining = {f"{folder}/{name}" for name in os.listdir(descriptor)} - removed
            if not remaining and folder not in used:
                status = os.fstat(descriptor)
                mode = status.st_mode & 0o7777
                emptied.append(Emptied(folder, mode, status.st_uid, status.st_gid))
                removed.add(folder)
    return tuple(emptied)


def make_folder(root: int, path: str) -> None:
    """Make a folder; raise ``FileExistsError``."""
    with opened_parent(root, path) as entry:
        os.mkdir(entry.name, dir_fd=entry.folder)


def remake_folder(root: int, emptied_folder: Emptied) -> None:
    """See to it that a folder is there again as it was."""
    with suppress(FileExistsError):
        make_folder(root, emptied_folder.path)
    with opened_folder(root, emptied_folder.path) as folder:
        status = os.fstat(folder)
        if (status.st_uid, status.st_gid) != (emptied_folder.owner, emptied_folder.group):
            os.fchown(folder, emptied_folder.owner, emptied_folder.group)
        if status.st_mode & 0o7777 != emptied_folder.mode:
            os.fchmod(folder, emptied_folder.mode)


def remove_if_empty(root: int, path: str) -> None:
    """Remove a folder, unless somebody has put something into it or has removed it."""
    try:
        with opened_parent(root, path) as entry:
            os.rmdir(entry.name, dir_fd=entry.folder)
    except OSError as error:
        if error.errno not in _IGNORED_ERRORS:
            raise


def touched_folders(record: Transaction) -> set[str]:
    """Return every folder in which the record changes a name."""
    emptied = [emptied_folder.path for emptied_folder in record.emptied]
    names = [*record.created, *emptied, *(change.path for change in record.changes)]
    return {split_path(name)[0] for name in names}


def flush_folders(root: int, folders: Iterable[str]) -> None:
    """Flush folders below the root."""
    for path in sorted(folders):
        with opened_folder(root, path) as folder:
            flush_folder(folder)
