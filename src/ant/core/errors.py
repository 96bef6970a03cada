"""What can go wrong, as values that any front end can show."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: a sentence, where it is, and what to do about it."""

    message: str
    where: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """All parts as text, place and hint on lines of their own."""
        lines = [self.message]
        if self.where:
            lines.append(f"  at {self.where}")
        if self.hint:
            lines.append(f"  {self.hint}")
        return "\n".join(lines)


class AntError(Exception):
    """A request that cannot be carried out; holds every problem that was found."""

    def __init__(self, *problems: Problem) -> None:
        """Take one problem or more."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class InvalidName(AntError):
    """A name that cannot become a project, a file or an identifier."""


class InvalidDocument(AntError):
    """A text that is neither JSON nor YAML as we read it."""


class InvalidSpec(AntError):
    """A spec that says something impossible; holds everything that is wrong with it."""


class TargetExists(AntError):
    """Something stands already where a new thing should go."""


class NotAProject(AntError):
    """No generated project at this place or above it."""


class WriteFailed(AntError):
    """The disk refused; nothing was changed."""


class ToolFailed(AntError):
    """A program that does part of the work could not be run, or failed."""


class CannotMerge(AntError):
    """A change that cannot be carried into somebody's file without risk."""


class ModelsDisagree(CannotMerge):
    """A change of tables with which the models would not agree, by force or without."""


class UnknownRoute(AntError):
    """A route that the project does not have."""


class UnknownField(AntError):
    """A field that the route does not have."""


class StillNeeded(AntError):
    """Something that others lead to, and that cannot go before they do."""


class Unconfirmed(AntError):
    """A change that takes data away, or leaves rows without a value, which nobody agreed to.

    ``unfilled`` are the fields, as ``users.age``, of which rows would have no value; the problems
    of these come last, in the same order.
    """

    def __init__(self, *problems: Problem, unfilled: tuple[str, ...] = ()) -> None:
        """Take one problem or more."""
        super().__init__(*problems)
        self.unfilled = unfilled


class NotApplied(AntError):
    """``ant.json`` and the code are not in line."""


class CodeLacks(AntError):
    """Code that does not have what was generated into it."""


class UnfinishedMerge(AntError):
    """A file that has both sides of a conflict, as git leaves them."""


class SeveralHeads(AntError):
    """Migrations of which two or more are the newest, as after a merge of two branches."""


class NothingLeft(AntError):
    """A file in which no upgrade has left anything to be done by hand."""


class HasRun(AntError):
    """A migration that a database has seen, and that can therefore not just go away."""


class NothingToUndo(AntError):
    """No command has left a record of what it changed."""


class ReadFailed(AntError):
    """The disk refused to give a file."""


class UnsafePath(AntError):
    """A path that leads through a link, or to something that is no regular file."""


class ProjectBusy(AntError):
    """Another run works in the project, and went on for too long."""


class StaleProject(AntError):
    """A file that changed between being read and being written; nothing was changed."""


class MadeByNewer(AntError):
    """A project that a newer version than the running one has generated."""


class MadeByOlder(AntError):
    """A project that an older version has generated, and that has to be upgraded first."""


class BrokenRecord(AntError):
    """Notes of our own, below ``.ant``, that somebody else has changed."""


class HalfDone(AntError):
    """An earlier run was killed half way, and not all of it could be put back."""
