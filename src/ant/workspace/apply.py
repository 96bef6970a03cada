"""Carry changes into a project: all of them, or none, whatever happens meanwhile."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from ant.core.errors import AntError, Problem
from ant.core.planning.plan import FileChange
from ant.core.planning.progress import Progress, no_progress
from ant.workspace.disk import flush_folder, opened, write_failed
from ant.workspace.files import opened_parent
from ant.workspace.folders import (
    flush_folders,
    folders_to_make,
    folders_to_remove,
    make_folder,
    remove_if_empty,
    touched_folders,
)
from ant.workspace.journal import clear_staging, drop_journal, recover, roll_back
from ant.workspace.rename import Entry, move, rename_to_new
from ant.workspace.stage import STAGING, keep_originals, new_name, stale, write_journal, write_new
from ant.workspace.transaction import JOURNAL, UNDO, Transaction

NOTHING = "Nothing was changed."
_HALF = "Not all of it could be put back yet: the next command does that first."
_STANDS = "The changes stand all the same."

Statuses = Sequence[os.stat_result | None]


class Handles(NamedTuple):
    """A project at work: its path, its root and our own folder in it, the last two open."""

    path: str
    root: int
    own: int


def apply_changes(
    handles: Handles, changes: Sequence[FileChange], command: str, progress: Progress = no_progress
) -> None:
    """Stage everything, write the journal, then apply the changes one by one.

    The journal becomes the undo record: that one rename commits the changes. Raises
    ``StaleProject``, ``UnsafePath`` and ``WriteFailed``; then everything is rolled back.
    """
    steps = 2 * len(changes)  # each is prepared, then carried out
    try:
        recover(handles.root, handles.own)  # an earlier try of this run may have ended half way
        with suppress(FileNotFoundError):
            shutil.rmtree(STAGING, dir_fd=handles.own)
        os.mkdir(STAGING, 0o700, dir_fd=handles.own)
        with opened(STAGING, handles.own) as staging:
            statuses = keep_originals(handles.root, staging, changes)
            write_new(staging, changes, statuses, lambda done: progress(done, steps))
            record = Transaction(
                command,
                tuple(map(_with_privacy, changes, statuses)),
                folders_to_make(handles.root, changes),
                folders_to_remove(handles.root, changes),
            )
            _commit_or_roll_back(handles, staging, record, statuses, progress)
    except OSError as error:
        raise write_failed(handles.path, error, NOTHING) from error
    finally:
        clear_staging(handles.own)


def _with_privacy(change: FileChange, status: os.stat_result | None) -> FileChange:
    """A file that only its owner could read is private to whoever brings it back."""
    private = change.private or (status is not None and not status.st_mode & 0o077)
    return change._replace(private=private)


def _commit_or_roll_back(
    handles: Handles, staging: int, record: Transaction, statuses: Statuses, progress: Progress
) -> None:
    journal, undo = Entry(handles.own, JOURNAL), Entry(handles.own, UNDO)
    ready = False
    try:
        flush_folder(handles.root)  # our own folder may be new in it
        write_journal(handles.own, staging, record)
        _apply(handles.root, staging, record, statuses, progress)
        ready = True
        move(journal, undo)
        flush_folder(handles.own)
    except BaseException as error:
        hint = _rolled_back(handles, staging, record, renamed=ready and not journal.exists())
        if isinstance(error, OSError):
            raise write_failed(handles.path, error, hint or NOTHING) from error
        if isinstance(error, AntError) and hint:
            raise type(error)(*error.problems, Problem(hint)) from error
        raise


def _apply(
    root: int, staging: int, record: Transaction, statuses: Statuses, progress: Progress
) -> None:
    for folder in record.created:
        try:
            make_folder(root, folder)
        except (FileExistsError, FileNotFoundError) as error:
            raise stale(folder) from error
    steps = len(record.changes)
    for number, change in enumerate(record.changes):
        progress(steps + number, 2 * steps)
        try:
            with opened_parent(root, change.path) as target:
                _change(Entry(staging, new_name(number)), target, change, statuses[number])
        except (FileExistsError, FileNotFoundError) as error:
            raise stale(change.path) from error
    for removed in record.emptied:
        remove_if_empty(root, removed.path)
    flush_folders(root, touched_folders(record) - {removed.path for removed in record.emptied})


def _change(new: Entry, target: Entry, change: FileChange, status: os.stat_result | None) -> None:
    if status is None:
        rename_to_new(new, target)
        return
    current = os.stat(target.name, dir_fd=target.folder, follow_symlinks=False)
    if _fingerprint(current) != _fingerprint(status):
        raise stale(change.path)
    if change.after is None:
        os.unlink(target.name, dir_fd=target.folder)
    else:
        move(new, target)


def _fingerprint(status: os.stat_result) -> tuple[int, ...]:
    """What differs as soon as anybody has written to a file or put another in its place."""
    return (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _rolled_back(
    handles: Handles, staging: int, record: Transaction, *, renamed: bool
) -> str | None:
    """Roll back the changes made so far; return the problem where that failed."""
    journal = Entry(handles.own, JOURNAL)
    if renamed:
        try:
            move(Entry(handles.own, UNDO), journal)
        except OSError:
            return _STANDS
    try:
        if journal.exists():
            if roll_back(handles.root, handles.own, staging, record):
                return _HALF
            drop_journal(handles.own)
    except (OSError, AntError):
        return _HALF
    return None
