"""Read many of a project's files at once."""

import os
import stat
from collections.abc import Iterator
from typing import NoReturn

from ant.core.errors import Problem, ReadFailed
from ant.core.text.words import quoted_path

_GENERATED = ("api", "tests")
_CACHES = {"__pycache__", "node_modules", "site-packages"}
_BUILD_OUTPUT = {"build", "dist"}
"""Copies of code; only right in the root, because below it a package may be called so."""

_FOREIGN_MARKERS = {"pyvenv.cfg", "ant.json"}
"""What is in a folder that is a virtual environment, or a project of its own."""


def read_code(root: str, top: str = "api") -> dict[str, bytes]:
    """Return the Python files below a folder of a project by path; links are not followed.

    Raises ``ReadFailed`` for a file or a folder that cannot be read, or is not there: what is in
    it would be missing without a word.
    """
    found: dict[str, bytes] = {}
    for folder, names, files in os.walk(os.path.join(root, top), onerror=_refuse):
        names[:] = _worth_reading(names)
        found.update(_files(root, folder, files))
    return found


def read_all_code(root: str) -> dict[str, bytes]:
    """Return all Python files of a project, by path.

    Hidden folders, virtual environments, installed packages, build output and other projects inside
    this one are excluded. Raises ``ReadFailed``, as ``read_code`` does; but an unreadable folder
    beside the generated ones is skipped: it may be a database's own.
    """

    def closed(error: OSError) -> None:
        if not isinstance(error, PermissionError) or error.filename == root:
            _refuse(error)

    found: dict[str, bytes] = {}
    for top in _GENERATED:
        if os.path.lexists(os.path.join(root, top)):
            found |= read_code(root, top)
    for folder, names, files in os.walk(root, onerror=closed):
        if folder == root:
            names[:] = [name for name in names if name not in {*_GENERATED, *_BUILD_OUTPUT}]
        elif not _FOREIGN_MARKERS.isdisjoint(files):
            names.clear()
            continue
        names[:] = _worth_reading(names)
        found.update(_files(root, folder, files))
    return found


def _worth_reading(names: list[str]) -> list[str]:
    return [name for name in names if name not in _CACHES and not name.startswith(".")]


def _files(root: str, folder: str, names: list[str]) -> Iterator[tuple[str, bytes]]:
    relative = os.path.relpath(folder, root).replace(os.sep, "/")
    below = "" if relative == "." else f"{relative}/"
    for name in names:
        if name.endswith(".py"):
            content = _regular(os.path.join(folder, name))
            if content is not None:
                yield f"{below}{name}", content


def _regular(path: str) -> bytes | None:
    """What is in a file; nothing where it is a link, or a pipe, on which one would wait."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        _refuse(error)


def _refuse(error: OSError) -> NoReturn:
    raise ReadFailed(
        Problem(f"Cannot read {quoted_path(error.filename)}: {error.strerror}.")
    ) from error
