"""Texts that a command is given: on its line, in a file, or on standard input."""

import os
import sys
from typing import BinaryIO, NamedTuple

from ant.core.errors import InvalidDocument, Problem
from ant.core.text.words import quoted

LONGEST = 10 * 1024 * 1024
"""Bytes that are read at the most, so that an endless input ends."""

SUFFIXES = (".json", ".yaml", ".yml")


class Input(NamedTuple):
    """A text, and the file it comes from if it comes from one."""

    content: bytes
    name: str | None
    yaml: bool


def read_input(argument: str) -> Input:
    """Return the content of an argument: ``-``, the path of an existing file, or a text itself.

    Raises ``InvalidDocument`` for what cannot be read or is too long, and for a text that is
    plainly the name of a file.
    """
    if argument == "-":
        if sys.stdin is None:  # closed by whoever started us
            raise InvalidDocument(Problem("There is no standard input to read."))
        content = _read(sys.stdin.buffer, "<stdin>")
        # JSON is told by its first character; the rest of JSON is YAML as well.
        return Input(content, "<stdin>", content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in b"{[")
    if _exists(argument):
        return Input(_read_file(argument), argument, argument.lower().endswith(SUFFIXES[1:]))
    if argument.lower().endswith(SUFFIXES):
        raise InvalidDocument(Problem(f"There is no file {quoted(argument)}."))
    return Input(argument.encode("utf-8", "surrogateescape"), None, yaml=False)


def _exists(argument: str) -> bool:
    try:
        return os.path.exists(argument)
    except ValueError:  # a NUL character
        return False


def _read_file(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return _read(file, path)
    except OSError as error:
        problem = Problem(f"Cannot read {quoted(path)}: {error.strerror}.")
        raise InvalidDocument(problem) from error


def _read(file: BinaryIO, name: str) -> bytes:
    content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise InvalidDocument(Problem(f"This is larger than {LONGEST // 1024**2} MB.", name))
    return content
