"""A project's files as a value."""

from collections.abc import Mapping

from ant.core.errors import InvalidName, Problem
from ant.core.text.words import quoted_path

Tree = Mapping[str, bytes]
"""Contents by path; a path is relative to the project's root and uses ``/``."""

_ODD_STEPS = {"", ".", ".."}


def checked_path(path: str) -> str:
    """Return the path; raise ``InvalidName`` for one that may be outside of the project."""
    may_leave = not _ODD_STEPS.isdisjoint(path.split("/"))
    if may_leave or "\0" in path or "\\" in path:
        raise InvalidName(Problem(f"{quoted_path(path)} is not a path inside the project."))
    return path
