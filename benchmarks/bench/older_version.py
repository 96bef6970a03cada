"""An older version of ant, to upgrade from: a copy with a line less in each template."""

import sys
from pathlib import Path

from bench.environments import REPOSITORY

sys.path.append(str(REPOSITORY / "tests"))
from support.altered import altered_copy, with_one_more_line

VERSION = "0.2.0"
"""The first that keeps a record; what it really generated does not matter here."""
_OURS = "/.ant/"
"""In the path of a template that no upgrade generates again."""


def write_older_version(folder: Path) -> Path:
    """Copy the package into a folder, with other templates; return what goes on Python's path."""
    return altered_copy(folder, altered, VERSION)


def altered(name: str, text: str) -> str:
    """Return a template with another line, where one means nothing in its language."""
    return text if _OURS in name else with_one_more_line(name, text, "Older")
