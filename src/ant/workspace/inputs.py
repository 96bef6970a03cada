"""Texts that a command is given: on its line, in a file, or on standard input."""

import os
import sys
from typing import NamedTuple

from ant.core.errors import InvalidDocument, Problem


class Given(NamedTuple):
    """A text, and the file it comes from if it comes from one."""

    content: bytes
    name: str | None
    yaml: bool


def read_given(argument: str, longest: int) -> Given:
    """Return what an argument stands for: ``-``, the path of an existing file, or a text itself.

    At most one byte more than ``longest`` is read. Raises ``InvalidDocument`` for a file that
    cannot be read, and for a text that was plainly meant as one.
    """
    if argument == "-":
        content = sys.stdin.buffer.read(longest + 1)
        return Given(content, None, content.lstrip()[:1] not in (b"{", b"["))
    if _is_file(argument):
        return Given(_read(argument, longest), argument, _is_yaml(argument))
    if argument.lower().endswith((".json", ".yaml", ".yml")):
        raise InvalidDocument(Problem(f"There is no file {argument!r}."))
    return Given(argument.encode("utf-8", "surrogateescape"), None, yaml=False)


def _is_file(argument: str) -> bool:
    try:
        return os.path.exists(argument)
    except ValueError:  # a NUL character
        return False


def _is_yaml(path: str) -> bool:
    return path.lower().endswith((".yaml", ".yml"))


def _read(path: str, longest: int) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(longest + 1)
    except OSError as error:
        raise InvalidDocument(Problem(f"Cannot read {path!r}: {error.strerror}.")) from error
