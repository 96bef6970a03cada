"""Write a new tree: whole, or not at all, whatever happens meanwhile."""

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from ant.core.errors import Problem, TargetExists, WriteFailed
from ant.core.plan import FileChange, Plan
from ant.workspace.rename import Place, move, rename_to_new
from ant.workspace.staging import clear_leftovers, staging_folder

_TREE = "tree"
_FILES_AT_ONCE = 100  # a process may hold only so many files open


def create_tree(target: str, plan: Plan) -> None:
    """Create the directory ``target`` with the files that the plan adds.

    The files are written and flushed to the disk in a folder beside the target, and then take
    the target's name in one step. Raises ``TargetExists`` and ``WriteFailed``; then there is no
    target of ours. What a killed run left beside it is removed by the next one.
    """
    parent, name = os.path.split(target)
    try:
        with _opened(parent) as folder:
            clear_leftovers(folder)
            with staging_folder(folder) as staging:
                _write_tree(staging, plan.effective)
                _appear(Place(staging, _TREE), Place(folder, name))
    except OSError as error:
        raise WriteFailed(_problem(target, error)) from error


def _problem(target: str, error: OSError) -> Problem:
    hint = None if os.path.lexists(target) else "Nothing was created."
    reason = error.strerror or str(error)
    return Problem(f"Cannot write in {os.path.dirname(target)!r}: {reason}.", hint=hint)


def _write_tree(staging: int, changes: Sequence[FileChange]) -> None:
    """Write all files and folders; the private folder around them keeps others out until then."""
    os.mkdir(_TREE, dir_fd=staging)
    with _opened(_TREE, staging) as root:
        folders = {""}
        for start in range(0, len(changes), _FILES_AT_ONCE):
            _write_files(root, changes[start : start + _FILES_AT_ONCE], folders)
        for path in sorted(folders):
            with _opened(path or ".", root) as folder:
                _flush_folder(folder)


def _write_files(root: int, changes: Sequence[FileChange], folders: set[str]) -> None:
    """Write files, then flush them: the disk merges what it is asked for together."""
    written = []
    with ExitStack() as opened:
        for change in changes:
            if change.after is not None:
                _make_folders(root, os.path.dirname(change.path), folders)
                file = _create_file(root, change)
                opened.callback(os.close, file)
                _write(file, change.after)
                written.append(file)
        for file in written:
            _begin_writing(file)
        for file in written:
            os.fsync(file)


def _begin_writing(file: int) -> None:
    """Let the disk begin, so that the flushes find most of their work done."""
    if hasattr(os, "posix_fadvise"):  # macOS has none
        with suppress(OSError):  # advice that is not taken does no harm
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)


def _make_folders(root: int, path: str, made: set[str]) -> None:
    if path not in made:
        _make_folders(root, os.path.dirname(path), made)
        os.mkdir(path, dir_fd=root)
        made.add(path)


def _create_file(root: int, change: FileChange) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    return os.open(change.path, flags, 0o600 if change.private else 0o666, dir_fd=root)


def _write(file: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]


def _appear(tree: Place, target: Place) -> None:
    """Give the tree its name, for good; take it back where anything speaks against that."""
    try:
        rename_to_new(tree, target)
        _flush_folder(target.folder)
    except BaseException as error:
        if not tree.exists():
            move(target, tree)
        elif isinstance(error, OSError) and target.exists():
            problem = Problem(f"Directory '{target.name}' already exists.")
            raise TargetExists(problem) from error
        raise


def _flush_folder(folder: int) -> None:
    try:
        os.fsync(folder)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some network file systems flush files alone
            raise


@contextmanager
def _opened(path: str, folder: int | None = None) -> Iterator[int]:
    """Open a directory; within another one no link is followed."""
    flags = os.O_RDONLY | os.O_DIRECTORY | (0 if folder is None else os.O_NOFOLLOW)
    descriptor = os.open(path, flags, dir_fd=folder)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
