"""A project that exists: read it, and carry plans into it."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from ant.core.errors import Problem, ReadFailed
from ant.core.planning.plan import FileChange, Plan
from ant.core.planning.progress import Progress, no_progress
from ant.core.text.words import quoted_path
from ant.workspace.apply import NOTHING, Handles, apply_changes
from ant.workspace.disk import opened, write_failed
from ant.workspace.files import find_file, list_files, opened_folder, opened_parent
from ant.workspace.journal import recover
from ant.workspace.lock import OWN, Signature, last_signature, locked_folder
from ant.workspace.read_code import read_all_code
from ant.workspace.stage import check_unchanged
from ant.workspace.transaction import JOURNAL, UNDO, Transaction, load


class ReadOnlyProject:
    """A project to look at. What a killed run left half done shows as it was before that run."""

    def __init__(self, root: str, folder: int, pending: Transaction | None = None) -> None:
        """Take the project's path, its open folder, and its journal."""
        self.root = root
        self._folder = folder
        self._pending = {change.path: change for change in pending.changes} if pending else {}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of those files that exist.

        Raises ``UnsafePath`` for what is no regular file or has a link in its path, and
        ``ReadFailed``.
        """
        contents = {path: self._read(path) for path in paths}
        return {path: content for path, content in contents.items() if content is not None}

    def exists(self, path: str) -> bool:
        """Whether anything has this name, whatever it is."""
        if path in self._pending:
            return self._read(path) is not None
        try:
            with opened_parent(self._folder, path) as entry:
                return entry.exists()
        except FileNotFoundError:
            return False

    def list_files(self, folder: str) -> list[str]:
        """Return the paths of the regular files right in a folder, in order."""
        paths = list_files(self._folder, folder)
        for path in self._pending:
            if path.rpartition("/")[0] == folder:
                paths.discard(path)
                paths.update([path] if self._read(path) is not None else [])
        return sorted(paths)

    def all_code(self) -> dict[str, bytes]:
        """Return all Python files that make the project, as ``read_all_code`` finds them."""
        return read_all_code(self.root)

    def undo_record(self) -> tuple[str, Plan] | None:
        """Return the last command and the plan that reverts it; raise ``BrokenRecord``."""
        record = _load(self._folder, UNDO)
        return (record.command, record.reverted()) if record else None

    def last_signature(self) -> Signature | None:
        """The signature of the last writer's turn; None where one is at work, or was killed.

        None too where one was when the project was opened: its changes show as undone here, even
        when it has ended since.
        """
        return None if self._pending else last_signature(self._folder)

    def _read(self, path: str) -> bytes | None:
        try:
            found = find_file(self._folder, path)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReadFailed(Problem(f"Cannot read {quoted_path(path)}: {reason}.")) from error
        content = found and found.content
        pending: FileChange | None = self._pending.get(path)
        return pending.before if pending and pending.after == content else content


class Project(ReadOnlyProject):
    """A project that no other run works in."""

    def __init__(self, handles: Handles, found: Signature) -> None:
        """Take the project, open and locked, and the signature of the writer before us."""
        super().__init__(handles.path, handles.root)
        self._desk = handles
        self.found = found

    def apply(self, plan: Plan, command: str, progress: Progress = no_progress) -> None:
        """Apply a plan to the files, whole or not at all, and keep the record that undoes it.

        ``command`` is its label in the record; ``progress`` is called with the state of the work. A
        plan without effect leaves the last record in place. Raises ``StaleProject``, ``UnsafePath``
        and ``WriteFailed``.
        """
        check_unchanged(
            self._folder, [change for change in plan.changes if change.before == change.after]
        )
        if plan.effective:
            apply_changes(self._desk, plan.effective, command, progress)


@contextmanager
def opened_project(root: str, patience: float = 10) -> Iterator[Project]:
    """Take a project's lock, roll back a killed run, and release the lock in the end.

    Raises ``ProjectBusy`` where one other run holds it for ``patience`` seconds, ``HalfDone``,
    ``UnsafePath`` and ``WriteFailed``.
    """
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(opened(root))
            own, found = stack.enter_context(locked_folder(folder, patience))
            recover(folder, own)
        except OSError as error:
            raise write_failed(root, error, NOTHING) from error
        yield Project(Handles(root, folder, own), found)


@contextmanager
def read_only_project(root: str) -> Iterator[ReadOnlyProject]:
    """Look at a project without a lock and without writing anything."""
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(opened(root))
            pending = _load(folder, JOURNAL)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReadFailed(Problem(f"Cannot read {quoted_path(root)}: {reason}.")) from error
        yield ReadOnlyProject(root, folder, pending)


def _load(root: int, name: str) -> Transaction | None:
    try:
        with opened_folder(root, OWN) as own:
            return load(own, name)
    except FileNotFoundError:
        return None
