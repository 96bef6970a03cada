"""Changes as people read them."""

import difflib
from collections.abc import Iterator

from ant.core.plan import FileChange

RED, GREEN, CYAN, BOLD = 31, 32, 36, 1
_COLOURS = {"---": BOLD, "+++": BOLD, "@@ ": CYAN, "-": RED, "+": GREEN}


CONTEXT = 3
"""Lines around a change; of a private file, which may hold secrets, none are shown."""


def diff_lines(change: FileChange) -> Iterator[tuple[str, int | None]]:
    """Yield the lines of a unified diff, each with the code of its colour, if it has one."""
    path, before, after, is_private = change
    lines = difflib.unified_diff(
        _lines(before, is_private),
        _lines(after, is_private),
        "/dev/null" if before is None else f"a/{path}",
        "/dev/null" if after is None else f"b/{path}",
        lineterm="",
        n=0 if is_private else CONTEXT,
    )
    for line in lines:
        colour = next((code for start, code in _COLOURS.items() if line.startswith(start)), None)
        yield line, colour


def _lines(content: bytes | None, is_private: bool) -> list[str]:
    """The lines without the newlines, and a word about the last one where none ends it.

    Of a private file it would be shown as changed, and may be a secret. A carriage return at the
    end of a line stays, so that the diff can be applied.
    """
    if not content:
        return []
    *lines, last = content.decode("utf-8", "replace").split("\n")
    if last:
        lines.append(last if is_private else f"{last}\n\\ No newline at end of file")
    return lines
