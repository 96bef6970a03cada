"""Write a new tree: whole, or not at all, whatever happens meanwhile."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from ant.core.errors import Problem, TargetExists, WriteFailed
from ant.core.plan import FileChange, Plan
from ant.workspace.staging import Staging, clear_leftovers


def create_tree(target: str, plan: Plan) -> None:
    """Create the directory ``target`` with the files that the plan adds.

    The files are written and flushed to the disk in a folder beside the target, which then takes
    the target's name in one step. Raises ``TargetExists`` and ``WriteFailed``; then there is no
    target. What a killed run left beside it is removed by the next one.
    """
    parent, name = os.path.split(target)
    try:
        with _opened(parent) as folder:
            clear_leftovers(folder)
            _build_and_rename(folder, name, plan.effective)
    except OSError as error:
        raise WriteFailed(_problem(parent, error)) from error


def _problem(parent: str, error: OSError) -> Problem:
    reason = error.strerror or str(error)
    return Problem(f"Cannot write in {parent!r}: {reason}.", hint="Nothing was created.")


@contextmanager
def _opened(folder: str) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _build_and_rename(parent: int, name: str, changes: Iterable[FileChange]) -> None:
    staging = Staging(parent)
    try:
        _write_files(staging.folder, changes)
        os.fchmod(staging.folder, 0o777 & ~_umask())
        os.fsync(staging.folder)
        _rename(staging.name, name, parent)
    except BaseException:
        staging.remove()
        raise
    staging.release()


def _rename(source: str, name: str, parent: int) -> None:
    """Give the staging folder its name, for good; take it back where the disk cannot promise."""
    try:
        os.rename(source, name, src_dir_fd=parent, dst_dir_fd=parent)
    except (FileExistsError, NotADirectoryError) as error:
        raise TargetExists(Problem(f"Directory '{name}' already exists.")) from error
    except OSError as error:
        if _exists(name, parent):
            raise TargetExists(Problem(f"Directory '{name}' already exists.")) from error
        raise
    try:
        os.fsync(parent)
    except BaseException:
        os.rename(name, source, src_dir_fd=parent, dst_dir_fd=parent)
        raise


def _exists(name: str, parent: int) -> bool:
    try:
        os.stat(name, dir_fd=parent, follow_symlinks=False)
    except OSError:
        return False
    return True


def _write_files(root: int, changes: Iterable[FileChange]) -> None:
    """Write all files, then flush them all: the disk merges what it is asked for together."""
    made: set[str] = set()
    written: list[int] = []
    try:
        for change in changes:
            if change.after is not None:
                _make_folders(root, os.path.dirname(change.path), made)
                written.append(_write_file(root, change, change.after))
        for descriptor in written:
            os.fsync(descriptor)
    finally:
        for descriptor in written:
            os.close(descriptor)
    for folder in made:
        with _opened_at(root, folder) as descriptor:
            os.fsync(descriptor)


def _make_folders(root: int, folder: str, made: set[str]) -> None:
    if folder and folder not in made:
        _make_folders(root, os.path.dirname(folder), made)
        os.mkdir(folder, dir_fd=root)
        made.add(folder)


def _write_file(root: int, change: FileChange, content: bytes) -> int:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    descriptor = os.open(change.path, flags, 0o600 if change.private else 0o666, dir_fd=root)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _opened_at(root: int, folder: str) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=root)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
