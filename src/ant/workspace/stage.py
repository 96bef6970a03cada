"""Prepare a command's changes in our own folder, before the first of them is seen."""

import os
from collections.abc import Callable, Sequence
from itertools import accumulate

from ant.core.errors import Problem, StaleProject, WriteFailed
from ant.core.planning.plan import FileChange
from ant.core.text.words import quoted_path
from ant.workspace.disk import flush_file, flush_folder, flushed, write_file
from ant.workspace.files import Found, find_file, opened_parent, read_file
from ant.workspace.rename import Entry
from ant.workspace.transaction import JOURNAL, UNDO, Transaction, encode

STAGING = "staging"


def new_name(number: int) -> str:
    """The name under which the new text of a change waits."""
    return f"new-{number}"


def old_name(number: int) -> str:
    """The name of the kept original, until it is no longer needed."""
    return f"old-{number}"


def stale(path: str) -> StaleProject:
    """Return the problem of a file that was changed meanwhile."""
    problem = Problem(f"{quoted_path(path)} has changed meanwhile.", hint="Run the command again.")
    return StaleProject(problem)


def check_unchanged(root: int, changes: Sequence[FileChange]) -> None:
    """Raise ``StaleProject`` where a file is not as the plan found it."""
    for change in changes:
        found = find_file(root, change.path)
        if (found and found.content) != change.before:
            raise stale(change.path)


def keep_originals(
    root: int, staging: int, changes: Sequence[FileChange]
) -> list[os.stat_result | None]:
    """Check each file against the plan and keep its original; return their signatures."""
    statuses, problems = [], list[Problem]()
    for number, change in enumerate(changes):
        try:
            statuses.append(_keep(root, Entry(staging, old_name(number)), change))
        except StaleProject as error:
            problems += error.problems
    if problems:
        raise StaleProject(*problems)
    return statuses


def _keep(root: int, original: Entry, change: FileChange) -> os.stat_result | None:
    try:
        with opened_parent(root, change.path) as entry:
            linked = change.before is not None and _link(entry, original)
            found = read_file(entry, change.path)
            if (found and found.content) != change.before:
                raise stale(change.path)
            if found is None:
                return None
            _check_writable(entry, change.path, found)
    except FileNotFoundError as error:
        if change.before is None:
            return None
        raise stale(change.path) from error
    if not linked:
        write_file(original, [found.content], 0o600, found.status)
        flush_file(original)
    return found.status


def _link(entry: Entry, original: Entry) -> bool:
    """Keep the file itself: it has all that belongs to it, and takes no room. Not all disks can."""
    folders = {"src_dir_fd": entry.folder, "dst_dir_fd": original.folder}
    try:
        os.link(entry.name, original.name, **folders, follow_symlinks=False)
    except OSError:
        return False
    return True


def _check_writable(entry: Entry, path: str, found: Found) -> None:
    """Renaming could replace a file that its owner has sealed; it must not."""
    allowed = os.access(entry.name, os.W_OK, dir_fd=entry.folder, effective_ids=True)
    if not found.status.st_mode & 0o222 or not allowed:
        hint = f"It has to change; make it writable first: chmod u+w {quoted_path(path)}"
        raise WriteFailed(Problem(f"{quoted_path(path)} is read-only.", hint=hint))


def write_new(
    staging: int,
    changes: Sequence[FileChange],
    statuses: Sequence[os.stat_result | None],
    progress: Callable[[int], None],
) -> None:
    """Write the new texts, then flush them: the disk merges what it is asked for together."""
    written = []
    for number, change in enumerate(changes):
        if change.after is not None:
            entry = Entry(staging, new_name(number))
            write_file(entry, [change.after], 0o600 if change.private else 0o666, statuses[number])
            written.append(entry)
    for done in accumulate(flushed(flush_file, written)):
        progress(done)


def write_journal(own: int, staging: int, record: Transaction) -> None:
    """Put the journal in place, whole: from now on a killed run is put back by the next one."""
    _keep_undo_record(own, staging)
    entry = Entry(staging, JOURNAL)
    write_file(entry, encode(record), 0o600)
    flush_file(entry)
    flush_folder(staging)
    os.rename(JOURNAL, JOURNAL, src_dir_fd=staging, dst_dir_fd=own)
    flush_folder(own)


def _keep_undo_record(own: int, staging: int) -> None:
    """Keep the last command's record until this command's has taken its place for good."""
    if Entry(own, UNDO).exists() and not _link(Entry(own, UNDO), Entry(staging, UNDO)):
        found = read_file(Entry(own, UNDO), f".ant/{UNDO}")
        if found:
            write_file(Entry(staging, UNDO), [found.content], 0o600)
            flush_file(Entry(staging, UNDO))
