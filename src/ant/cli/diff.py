"""Changes as people read them."""

import difflib
from collections.abc import Iterator

RED, GREEN, CYAN, BOLD = 31, 32, 36, 1
_COLOURS = {"---": BOLD, "+++": BOLD, "@@ ": CYAN, "-": RED, "+": GREEN}


def diff_lines(
    path: str, before: bytes | None, after: bytes | None
) -> Iterator[tuple[str, int | None]]:
    """Yield the lines of a unified diff, each with the code of its colour, if it has one."""
    lines = difflib.unified_diff(
        _lines(before),
        _lines(after),
        "/dev/null" if before is None else f"a/{path}",
        "/dev/null" if after is None else f"b/{path}",
        lineterm="",
    )
    for line in lines:
        colour = next((code for start, code in _COLOURS.items() if line.startswith(start)), None)
        yield line, colour


def _lines(content: bytes | None) -> list[str]:
    """The lines without what ends them, and a word about the last one where nothing does."""
    if not content:
        return []
    *lines, last = content.decode("utf-8", "replace").split("\n")
    if last:
        lines.append(f"{last}\n\\ No newline at end of file")
    return [line.removesuffix("\r") for line in lines]
