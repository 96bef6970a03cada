"""Write a new tree: whole, or not at all, whatever happens meanwhile."""

import os
from collections.abc import Sequence

from ant.core.errors import Problem, TargetExists
from ant.core.planning.plan import FileChange, Plan
from ant.core.planning.progress import Progress, no_progress
from ant.core.text.words import quoted
from ant.workspace.disk import (
    MANY,
    begin_writing,
    flush_folder,
    flushed,
    opened,
    write_all,
    write_failed,
)
from ant.workspace.files import split_path
from ant.workspace.rename import Entry, move, rename_to_new
from ant.workspace.staging import clear_leftovers, staging_folder

_TREE = "tree"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def create_tree(target: str, plan: Plan, progress: Progress = no_progress) -> None:
    """Create the directory ``target`` with the files that the plan adds.

    The files are written and flushed in a folder beside the target, which then is renamed to it in
    one step. ``progress`` is called with the state of the work. Raises ``TargetExists`` and
    ``WriteFailed``; then no target was created. Leftovers of a killed run are removed by the next
    one.
    """
    parent, name = os.path.split(target)
    try:
        with opened(parent) as folder:
            clear_leftovers(folder)
            with staging_folder(folder) as staging:
                _write_tree(staging, plan.effective, progress)
                _publish(Entry(staging, _TREE), Entry(folder, name))
    except OSError as error:
        hint = None if os.path.lexists(target) else "Nothing was created."
        raise write_failed(parent, error, hint) from error


def _write_tree(staging: int, changes: Sequence[FileChange], progress: Progress) -> None:
    """Write all files and folders; the private folder around them keeps others out until then.

    A process may hold only so many files open, so it takes ``MANY`` at a time.
    """
    os.mkdir(_TREE, dir_fd=staging)
    with opened(_TREE, staging) as root:
        folders = {""}
        for start in range(0, len(changes), MANY):
            progress(start, len(changes))
            _write_files(root, changes[start : start + MANY], folders)
        for path in sorted(folders):
            with opened(path or ".", root) as folder:
                flush_folder(folder)


def _write_files(root: int, changes: Sequence[FileChange], folders: set[str]) -> None:
    """Write files, then flush them: the disk merges what it is asked for together."""
    written = []
    try:
        for change in changes:
            if change.after is not None:
                folder = change.path.rpartition("/")[0]
                if folder not in folders:
                    _make_folders(root, folder, folders)
                mode = 0o600 if change.private else 0o666
                written.append(os.open(change.path, _NEW, mode, dir_fd=root))
                write_all(written[-1], change.after)
        begin_writing(*written)
        for _ in flushed(os.fsync, written):
            pass
    finally:
        for file in written:
            os.close(file)


def _make_folders(root: int, path: str, made: set[str]) -> None:
    if path not in made:
        _make_folders(root, split_path(path)[0], made)
        os.mkdir(path, dir_fd=root)
        made.add(path)


def _publish(tree: Entry, target: Entry) -> None:
    """Rename the tree to its name durably; rename it back if that fails."""
    try:
        rename_to_new(tree, target)
        flush_folder(target.folder)
    except BaseException as error:
        if not tree.exists():
            move(target, tree)
        elif isinstance(error, OSError) and target.exists():
            problem = Problem(f"Directory {quoted(target.name)} already exists.")
            raise TargetExists(problem) from error
        raise
