"""Messages about merge conflicts."""

import difflib
from collections.abc import Sequence

from ant.core.errors import Problem
from ant.core.locations import LocatedText
from ant.reconcile.texts.alignment import Line
from ant.reconcile.texts.text import NotText, read_text
from ant.reconcile.texts.three_way import Region, Span, Versions

LONGEST = 300
BY_HAND = "Make this change by hand:"


def conflict(path: str, lines: Versions, region: Region, start: int = 0) -> Problem:
    """The problem of a place: its line, its current text and the change of a newer version.

    ``start`` is the position in the file of the first of the current lines.
    """
    current, base, incoming = _trimmed(lines, region)
    before, after = base.of(lines.base), incoming.of(lines.incoming)
    standing = [f"  {shown(str(line))}" for line in current.of(lines.current)]
    message = f"'{path}' cannot be changed without risk: "
    message += "what stands here " if standing else "what stood here "
    message += "is not as it was generated." if standing else "has been removed or changed."
    what = ["Here stands:", *standing, BY_HAND] if standing else [BY_HAND]
    change = [f"  {line}" for line in _difference(before, after, len(before))[1:]]
    line = start + current.first + 1
    where = LocatedText(f"{path}, line {line}", path, line)
    return Problem(message, where, _indented(*what, *change))


def file_problem(path: str, reason: str, base: bytes, incoming: bytes) -> Problem:
    """The problem of a file as a whole, with all that a newer version changes in it."""
    message = f"'{path}' cannot be changed without risk: {reason}."
    try:
        before, after = (read_text(content).lines for content in (base, incoming))
    except NotText:
        return Problem(message, path, "Change it by hand.")
    change = [f"  {line}" for line in _difference(before, after, 1)]
    return Problem(message, path, _indented(BY_HAND, *change))


def shown(line: str) -> str:
    """A line with everything escaped that a terminal could take for a command."""
    short = line if len(line) <= LONGEST else f"{line[:LONGEST]}…"
    return "".join(
        sign if sign.isprintable() or sign == "\t" else ascii(sign)[1:-1] for sign in short
    )


def _difference(before: Sequence[Line], after: Sequence[Line], context: int) -> list[str]:
    was, becomes = ([str(line) for line in lines] for lines in (before, after))
    found = difflib.unified_diff(was, becomes, lineterm="", n=context)
    return [shown(line) for line in [*found][2:]]


def _trimmed(lines: Versions, region: Region) -> Region:
    """The region without the lines at its ends that are the same in all versions."""
    parts = [span.of(side) for span, side in zip(region, lines, strict=True)]
    size = min(map(len, parts))
    above = next((at for at in range(size) if len({part[at] for part in parts}) > 1), size)
    size -= above
    below = next((at for at in range(size) if len({part[-1 - at] for part in parts}) > 1), size)
    return Region(*(Span(span.first + above, span.last - below) for span in region))


def _indented(*lines: str) -> str:
    return "\n  ".join(lines)
