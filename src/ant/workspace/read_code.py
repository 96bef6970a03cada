"""Read many of a project's files at once."""

import os
import stat
from typing import NoReturn

from ant.core.errors import Problem, ReadFailed


def read_code(root: str, top: str = "api") -> dict[str, bytes]:
    """Return the Python files below a folder of a project by path; links are not followed.

    Raises ``ReadFailed`` for a file or a folder that cannot be read, or is not there: what is in
    it would be missing without a word.
    """
    return _read(root, top, ".py")


def read_documents(root: str) -> dict[str, bytes]:
    """Return what the project says of its endpoints in JSON, by path."""
    top = "api/openapi"
    return _read(root, top, ".json") if os.path.lexists(os.path.join(root, top)) else {}


def _read(root: str, top: str, suffix: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for folder, names, files in os.walk(os.path.join(root, top), onerror=_refuse):
        names[:] = [name for name in names if name != "__pycache__" and not name.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            if name.endswith(suffix) and (content := _regular(path)) is not None:
                found[os.path.relpath(path, root).replace(os.sep, "/")] = content
    return found


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
    raise ReadFailed(Problem(f"Cannot read '{error.filename}': {error.strerror}.")) from error
