"""Locations in a document."""

from collections.abc import Callable

from ant.core.text.words import quoted, shortened

Step = tuple[str | int, ...]
"""The path of keys and indices from the top."""

Where = Callable[[Step], str]
"""Says in words where that is."""


class LocatedText(str):
    """A text that names a place in a file, and the parts of that for programs."""

    file: str | None
    """None where the text that was given has no name."""
    line: int
    column: int | None
    """Counted from 1, as lines are; None for the whole line."""

    def __new__(
        cls, text: str, file: str | None, line: int, column: int | None = None
    ) -> "LocatedText":
        """Take the text and what it names."""
        located = super().__new__(cls, text)
        located.file, located.line, located.column = file, line, column
        return located

    def changed(self, change: Callable[[str], str]) -> "LocatedText":
        """The same with text and file changed."""
        return LocatedText(
            change(str(self)), self.file and change(self.file), self.line, self.column
        )


def dotted(path: Step) -> str:
    """``("routes", "x", 0)`` as ``routes.x[0]``; a key that would break the line is quoted."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            shown = shortened(step) if step.isprintable() and step else quoted(step)
            text += f".{shown}" if text else shown
    return text
