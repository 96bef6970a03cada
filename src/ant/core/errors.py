"""Errors and problems as values that any front end can show."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from ant.core.locations import LocatedText
from ant.core.planning.messages import Text
from ant.core.planning.questions import Question


class Problem(NamedTuple):
    """One thing that is wrong: a sentence, where it is, and what to do about it."""

    message: str
    where: str | None = None
    hint: str | None = None
    code: str = ""
    """Which kind of problem it is, in one word that stays the same; that of the error."""

    @property
    def text(self) -> Text:
        """All parts, place and hint on lines of their own."""
        where = [f"\n  at {self.where}"] if self.where else []
        return Text(self.message, *where, *(("\n  ", self.hint) if self.hint else ()))

    def as_values(self, spell: Callable[[str], str]) -> dict[str, str | int | None]:
        """Return the problem as JSON, with its texts as a front end spells them.

        A location in a file, in the message or in ``where``, is added as file, line and column.
        """
        named = (text for text in (self.where, self.message) if isinstance(text, LocatedText))
        located = next(named, None)
        return {
            "code": self.code,
            "message": spell(self.message),
            "where": self.where,
            "file": located and located.file,
            "line": located and located.line,
            "column": located and located.column,
            "hint": self.hint and spell(self.hint),
        }

    def __str__(self) -> str:
        """The text with requests as Python code."""
        return str(self.text)


class AntError(Exception):
    """A request that cannot be carried out; holds every problem that was found."""

    code: ClassVar[str] = "refused"
    """The name of the class in lower case: ``invalid_name``. Programs may ask for it."""

    def __init_subclass__(cls) -> None:
        """Derive the code of a subclass from its name."""
        words = (f"_{char.lower()}" if char.isupper() else char for char in cls.__name__)
        cls.code = "".join(words).removeprefix("_")

    def __init__(self, *problems: Problem) -> None:
        """Take one problem or more; those without a code get that of the error."""
        self.problems: tuple[Problem, ...] = tuple(
            problem if problem.code else problem._replace(code=self.code) for problem in problems
        )
        super().__init__("\n".join(map(str, problems)))


class InvalidName(AntError):
    """A name that cannot become a project, a file or an identifier."""


class InvalidDocument(AntError):
    """A text that is neither JSON nor YAML as we read it."""


class InvalidSpec(AntError):
    """A spec with impossible values; holds all of its problems."""


class InvalidRequest(AntError):
    """A request, or an answer, that no project could be asked."""


class TargetExists(AntError):
    """A new file or name that exists already."""


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
    """Something that other parts refer to, and that cannot be removed before them."""


class Undecided(AntError):
    """Questions of a plan that are not answered yet, in order."""

    def __init__(self, *problems: Problem, questions: tuple[Question, ...] = ()) -> None:
        """Take one problem or more, and the questions."""
        super().__init__(*problems)
        self.questions = questions


class Unconfirmed(Undecided):
    """A change that loses data, or leaves rows without a value, and is not confirmed."""


class PossiblyRenamed(Undecided):
    """A removed and a new name that may be a rename, which is not decided."""


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
    """A migration that a database has run, and that therefore cannot just be removed."""


class NothingToUndo(AntError):
    """No command has left a record of what it changed."""


class ReadFailed(AntError):
    """The disk refused to give a file."""


class UnsafePath(AntError):
    """A path through a link, or of something that is no regular file."""


class ProjectBusy(AntError):
    """Another run is changing the project, and did not end in time."""


class StaleProject(AntError):
    """A file that changed between being read and being written; nothing was changed."""


class MadeByNewer(AntError):
    """A project that a newer version than the running one has generated."""


class MadeByOlder(AntError):
    """A project that an older version has generated, and that has to be upgraded first."""


class BrokenRecord(AntError):
    """Files below ``.ant`` that something else has changed."""


class HalfDone(AntError):
    """An earlier run was killed half way, and not all of it could be put back."""
