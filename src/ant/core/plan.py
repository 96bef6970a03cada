"""A plan: what a command would change, before anything is changed."""

from typing import NamedTuple

from ant.core.tree import checked_path


class FileChange(NamedTuple):
    """One file before and after; ``None`` means that it is absent."""

    path: str
    before: bytes | None
    after: bytes | None
    private: bool = False
    """Whether only its owner may read the file."""


class Plan(NamedTuple):
    """The changes of one command, ordered by path, each inside the project."""

    changes: tuple[FileChange, ...] = ()

    @property
    def effective(self) -> tuple[FileChange, ...]:
        """The changes that change something."""
        return tuple(change for change in self.changes if change.before != change.after)


def make_plan(*changes: FileChange) -> Plan:
    """Return a plan; raise ``InvalidName`` for a path outside the project."""
    for change in changes:
        checked_path(change.path)
    return Plan(tuple(sorted(changes, key=lambda change: change.path)))
