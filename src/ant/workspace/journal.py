"""Roll back a command from its journal: after an error, or after it was killed.

It may itself be killed at any point: its next step depends on nothing but the disk.
"""

import os
import shutil
from contextlib import suppress

from ant.core.errors import HalfDone, Problem, UnsafePath
from ant.core.planning.plan import FileChange
from ant.core.text.words import quoted_path
from ant.workspace.disk import flush_folder, opened, write_file
from ant.workspace.files import Found, opened_folder, read_file, split_path
from ant.workspace.folders import flush_folders, remake_folder, remove_if_empty, touched_folders
from ant.workspace.rename import Entry, move
from ant.workspace.stage import STAGING, old_name
from ant.workspace.transaction import JOURNAL, UNDO, Transaction, load

_OUT_OF_REACH = (FileNotFoundError, UnsafePath)


def roll_back(root: int, own: int, staging: int, record: Transaction) -> list[int]:
    """Restore every file; return the numbers of those that others have changed since.

    Those are left unchanged.
    """
    for removed in reversed(record.emptied):
        with suppress(*_OUT_OF_REACH):
            remake_folder(root, removed)
    foreign = [
        number
        for number, change in enumerate(record.changes)
        if not _put_back(root, Entry(staging, old_name(number)), change, record.created)
    ]
    for created in reversed(record.created):
        with suppress(UnsafePath):
            remove_if_empty(root, created)
    for folder in sorted(touched_folders(record)):
        with suppress(*_OUT_OF_REACH):
            flush_folders(root, [folder])
    if Entry(staging, UNDO).exists():
        move(Entry(staging, UNDO), Entry(own, UNDO))
    return foreign


def _put_back(root: int, original: Entry, change: FileChange, created: tuple[str, ...]) -> bool:
    folder, name = split_path(change.path)
    try:
        with opened_folder(root, folder) as descriptor:
            target = Entry(descriptor, name)
            found = read_file(target, change.path)
            content = found and found.content
            if content == change.after:
                _restore(target, original, change, found)
            return content in (change.before, change.after)
    except FileNotFoundError:
        return change.before is None and folder in created
    except UnsafePath:
        return False


def _restore(target: Entry, original: Entry, change: FileChange, found: Found | None) -> None:
    if change.before is None:
        os.unlink(target.name, dir_fd=target.folder)
        return
    if not original.exists():  # somebody has been in our folder; the journal has the text
        mode = 0o600 if change.private else 0o666
        write_file(original, [change.before], mode, found.status if found else None)
    move(original, target)


def drop_journal(own: int) -> None:
    """From now on the project is whole."""
    os.unlink(JOURNAL, dir_fd=own)
    flush_folder(own)


def recover(root: int, own: int) -> None:
    """Roll back a killed run, and remove its temporary files.

    Raises ``HalfDone``, once, where others have changed files since.
    """
    record = load(own, JOURNAL)
    conflicts = []
    if record:
        with suppress(FileExistsError):
            os.mkdir(STAGING, 0o700, dir_fd=own)
        with opened(STAGING, own) as staging:
            for number in roll_back(root, own, staging, record):
                conflicts.append(_preserve(own, staging, number, record.changes[number].path))
        drop_journal(own)
    clear_staging(own)
    if conflicts and record:
        problem = Problem(f"An earlier run ({record.command}) was killed half way and is undone.")
        raise HalfDone(problem, *conflicts)


def _preserve(own: int, staging: int, number: int, path: str) -> Problem:
    """Leave a file as somebody has made it; what it was before stays in our folder."""
    original, rescued = Entry(staging, old_name(number)), Entry(own, f"kept-{os.urandom(4).hex()}")
    hint = None
    if original.exists():
        move(original, rescued)
        hint = f"What it was before that run is in '.ant/{rescued.name}'."
    return Problem(f"{quoted_path(path)} was changed since and is left as it is.", hint=hint)


def clear_staging(own: int) -> None:
    """Remove temporary files of a finished run; while there is a journal they are still needed."""
    if not Entry(own, JOURNAL).exists():
        shutil.rmtree(STAGING, ignore_errors=True, dir_fd=own)
