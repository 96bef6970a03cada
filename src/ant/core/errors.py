"""What can go wrong, as values that any front end can show."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: a sentence, where it is, and what to do about it."""

    message: str
    where: str | None = None
    hint: str | None = None

    def __str__(self) -> str:
        """All three parts as text, the hint on a line of its own."""
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}\n  {self.hint}" if self.hint else text


class AntError(Exception):
    """A request that cannot be carried out; holds every problem that was found."""

    def __init__(self, *problems: Problem) -> None:
        """Take one problem or more."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class InvalidName(AntError):
    """A name that cannot become a project, a file or an identifier."""


class TargetExists(AntError):
    """Something stands already where a new thing should go."""


class NotAProject(AntError):
    """No generated project at this place or above it."""


class WriteFailed(AntError):
    """The disk refused; nothing was changed."""


class ToolFailed(AntError):
    """A program that does part of the work could not be run, or failed."""
