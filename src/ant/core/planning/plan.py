"""A plan: what a command would change, before anything is changed."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ant.core.tree import checked_path


class FileChange(NamedTuple):
    """One file before and after; ``None`` means that it is absent."""

    path: str
    before: bytes | None
    after: bytes | None
    private: bool = False
    """Whether only its owner may read the file."""


class ValueType(NamedTuple):
    """The type of a column, as far as it limits the values."""

    kind: str
    size: int = 0
    """Characters, or digits in all."""
    scale: int = 0
    """Digits behind the point."""


class Rows(NamedTuple):
    """Some rows of a table, which a database can count."""

    which: str
    """``all``, those whose value of a column is ``filled`` or ``empty``, ``shared`` with another
    row or, but for upper and lower ``cased``, ``unlisted`` among some values, ``broken`` by a rule,
    or ``longer`` or a ``misfit`` for a type; those that share several values ``together``, and
    those ``against`` a condition."""
    table: str
    column: str = ""
    old: ValueType = ValueType("")
    new: ValueType = ValueType("")
    values: tuple[str, ...] = ()
    condition: str = ""
    """In SQL: the rows that values may be shared by, or what has to hold of a row."""
    lowered: tuple[str, ...] = ()
    """The columns, of those whose values are shared, in which case makes no difference."""


class Loss(NamedTuple):
    """What somebody may miss in the database once a plan's migration has run."""

    sentence: str
    asks: bool = True
    """Whether a person is asked before: not for the tables of stubs."""
    fillable: str = ""
    """The field, as ``users.status``, whose values could be replaced by another."""
    rows: Rows | None = None
    """The affected rows, where they can be counted."""
    stops: bool = False
    """Whether such a row stops the migration, so that nothing is lost."""


class Plan(NamedTuple):
    """The changes of one command, ordered by path, each inside the project."""

    changes: tuple[FileChange, ...] = ()
    losses: tuple[Loss, ...] = ()
    unfilled: tuple[str, ...] = ()
    """Required columns, as ``users.age``, that rows which are there would be without."""
    lacking: tuple[Rows, ...] = ()
    """The rows that are without each of them."""
    counts: Mapping[str, str] = {}
    """How many rows the database at hand has, for people, by those columns."""

    @property
    def effective(self) -> tuple[FileChange, ...]:
        """The changes that change something."""
        return tuple(change for change in self.changes if change.before != change.after)

    @property
    def results(self) -> Mapping[str, bytes | None]:
        """The files that change, by path, as they are afterwards; None for a removed one."""
        return {change.path: change.after for change in self.effective}

    def plus(self, change: FileChange) -> "Plan":
        """Return the plan with one more change; raise ``InvalidName`` as ``make_plan`` does."""
        return self.with_changes((*self.changes, change))

    def with_changes(self, changes: Iterable[FileChange]) -> "Plan":
        """Return the plan with other changes; raise ``InvalidName`` as ``make_plan`` does."""
        return self._replace(changes=make_plan(*changes).changes)


def make_plan(*changes: FileChange) -> Plan:
    """Return a plan; raise ``InvalidName`` for a path outside the project."""
    for change in changes:
        checked_path(change.path)
    return Plan(tuple(sorted(changes, key=lambda change: change.path)))
