"""Project trees as values, to see that all generators made the same one."""

import re
from pathlib import Path
from typing import NamedTuple

SECRET = re.compile(rb"(?<==)(?:[0-9a-f]{64}|[0-9a-f]{32})$", re.MULTILINE)
"""A random value in ``.env``: new in every project that ant makes."""


class Entry(NamedTuple):
    """A file's mode and content, or a folder's mode alone."""

    mode: int
    content: bytes | None


Tree = dict[str, Entry]

RECORD = ".ant/record"
"""What ant alone keeps: the texts that it generated, the project's name in them, compressed."""


def read_tree(root: Path) -> Tree:
    """Everything below a folder, hidden files too, by relative path."""
    tree = {}
    for path in root.rglob("*"):
        if path.is_symlink():
            raise ValueError(f"{path} is a link")
        content = path.read_bytes() if path.is_file() else None
        tree[path.relative_to(root).as_posix()] = Entry(path.stat().st_mode & 0o777, content)
    return tree


def without_record(tree: Tree) -> Tree:
    """The part of a tree that a template can give."""
    return {
        path: entry
        for path, entry in tree.items()
        if path != RECORD and not path.startswith(f"{RECORD}/")
    }


def differences(wanted: Tree, found: Tree) -> list[str]:
    """What tells two trees apart: one line for each path, none where they are equal."""
    lines = []
    for path in sorted({*wanted, *found}):
        if path not in found:
            lines.append(f"{path} is missing")
        elif path not in wanted:
            lines.append(f"{path} is too many")
        elif wanted[path].mode != found[path].mode:
            lines.append(f"{path} has mode {found[path].mode:o}, not {wanted[path].mode:o}")
        elif _comparable(path, wanted[path]) != _comparable(path, found[path]):
            lines.append(f"{path} has another content")
    return lines


def count_files(root: Path) -> int:
    """How many files stand below a folder."""
    return sum(path.is_file() for path in root.rglob("*"))


def _comparable(path: str, entry: Entry) -> bytes | None:
    if path != ".env" or entry.content is None:
        return entry.content
    return SECRET.sub(lambda found: b"*" * len(found.group()), entry.content)
