"""A file that somebody asked for by name, wherever it is."""

import os

from ant.core.errors import Problem, TargetExists
from ant.core.planning.messages import Option, Text
from ant.core.text.words import quoted_path
from ant.workspace.disk import opened, write_failed, write_file
from ant.workspace.rename import Entry

READABLE = 0o666
"""Minus the user's umask, as for any new file."""


def write_output(path: str, content: bytes, *, replace: bool) -> str:
    """Write a file, whole or not at all; return its absolute path.

    Raises ``TargetExists`` where something has the name and shall not be replaced, and
    ``WriteFailed``.
    """
    folder, name = os.path.split(os.path.abspath(path))
    try:
        with opened(folder) as descriptor:
            _write(Entry(descriptor, name), content, replace=replace)
    except FileExistsError:
        hint = Text("Name another file, or replace this one with: ", Option("force"))
        raise TargetExists(Problem(f"{quoted_path(path)} already exists.", hint=hint)) from None
    except OSError as error:
        raise write_failed(folder, error, None) from error
    return os.path.join(folder, name)


def _write(entry: Entry, content: bytes, *, replace: bool) -> None:
    """Give the file its name when all of it is there."""
    if not replace and entry.exists():  # the link would refuse as well, but leave a trace first
        raise FileExistsError
    temporary = f".{entry.name[:100]}.{os.urandom(6).hex()}"
    try:
        write_file(Entry(entry.folder, temporary), [content], READABLE)
        if replace:
            os.replace(temporary, entry.name, src_dir_fd=entry.folder, dst_dir_fd=entry.folder)
        else:
            os.link(temporary, entry.name, src_dir_fd=entry.folder, dst_dir_fd=entry.folder)
    finally:
        if Entry(entry.folder, temporary).exists():
            os.unlink(temporary, dir_fd=entry.folder)
