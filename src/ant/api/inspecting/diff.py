"""Changes of files as unified diffs."""

import difflib
from collections.abc import Iterator

from ant.core.planning.plan import FileChange
from ant.core.text.json_value import Json

CONTEXT = 3
"""Lines around a change; of a private file, which may hold secrets, none are shown."""


def diff_lines(change: FileChange) -> Iterator[str]:
    """Yield the lines of a unified diff, its two lines of file names first."""
    path, before, after, is_private = change
    return difflib.unified_diff(
        _lines(before, is_private),
        _lines(after, is_private),
        "/dev/null" if before is None else f"a/{path}",
        "/dev/null" if after is None else f"b/{path}",
        lineterm="",
        n=0 if is_private else CONTEXT,
    )


def summary(change: FileChange) -> dict[str, Json]:
    """Return the change of a file: path, action, and the numbers of added and removed lines."""
    action = "add" if change.before is None else "remove" if change.after is None else "change"
    body = list(diff_lines(change))[2:]
    return {
        "path": change.path,
        "action": action,
        "added": sum(line.startswith("+") for line in body),
        "removed": sum(line.startswith("-") for line in body),
    }


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
