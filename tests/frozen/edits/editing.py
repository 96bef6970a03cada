"""The ways in which an edit changes a project; each raises where what it changes is not there."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Edit = Callable[[Path], None]
"""Changes some files of a project, all by itself."""

ADDED = Path(__file__).parent.parent / "added"
"""The files that people added, each with a suffix so that no tool of ours takes it for our own."""
SUFFIX = ".added"


class NotThere(Exception):
    """The text or the file that an edit is about is not as the edit expects it."""


class Difference(NamedTuple):
    """The files that edits changed, added and deleted."""

    changed: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    deleted: frozenset[str] = frozenset()

    def then(self, later: "Difference") -> "Difference":
        """What this and a later one come to: an added file that is changed is an added one."""
        again = later.added & self.deleted
        return Difference(
            (self.changed | again | later.changed - self.added) - later.deleted,
            (self.added | later.added - again) - later.deleted,
            (self.deleted - again) | (later.deleted - self.added),
        )


def replace(project: Path, path: str, old: str, new: str, *, times: int = 1) -> None:
    """Exchange a text that must be in a file just so many times."""
    file = project / path
    text = read(project, path)
    if text.count(old) != times or old == new:
        raise NotThere(f"{path} has {text.count(old)} times, not {times}: {old!r}")
    file.write_bytes(text.replace(old, new).encode())


def insert_before(project: Path, path: str, anchor: str, text: str) -> None:
    """Put a text before another one."""
    replace(project, path, anchor, text + anchor)


def insert_after(project: Path, path: str, anchor: str, text: str) -> None:
    """Put a text behind another one."""
    replace(project, path, anchor, anchor + text)


def append(project: Path, path: str, text: str) -> None:
    """Put a text at the end of a file."""
    (project / path).write_bytes((read(project, path) + text).encode())


def substitute(project: Path, path: str, pattern: str, new: str) -> None:
    """Exchange everything in a file that a regular expression matches, at least one place."""
    text, count = re.subn(pattern, new, read(project, path), flags=re.MULTILINE)
    if not count:
        raise NotThere(f"{path} has nothing that matches {pattern!r}")
    (project / path).write_bytes(text.encode())


def rewrite(project: Path, path: str, change: Callable[[str], str]) -> None:
    """Exchange the whole text of a file for what a function makes of it."""
    before = read(project, path)
    after = change(before)
    if after == before:
        raise NotThere(f"{path} has nothing to change")
    (project / path).write_bytes(after.encode())


def delete(project: Path, *paths: str) -> None:
    """Delete files, and the folders that are empty then."""
    for path in paths:
        read(project, path)
        (project / path).unlink()
        for folder in (project / path).parents:
            if any(folder.iterdir()):
                break
            folder.rmdir()


def add(project: Path, path: str, text: str) -> None:
    """Write a file that is not there."""
    if (project / path).exists():
        raise NotThere(f"{path} is there already")
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_bytes(text.encode())


def add_files(project: Path, name: str) -> None:
    """Write the files of a folder of ``added/``, of which none is there."""
    files = sorted(path for path in (ADDED / name).rglob(f"*{SUFFIX}") if path.is_file())
    if not files:
        raise NotThere(f"no files are to be added below {ADDED / name}")
    for file in files:
        add(project, str(file.relative_to(ADDED / name)).removesuffix(SUFFIX), file.read_text())


def read(project: Path, path: str) -> str:
    """The text of a file, with its line ends as they are."""
    if not (project / path).is_file():
        raise NotThere(f"{path} is not there")
    return (project / path).read_bytes().decode()


def files_of(project: Path) -> dict[str, bytes]:
    """The content of every file but those that the generator keeps for itself."""
    found = (path for path in project.rglob("*") if path.is_file())
    files = {str(path.relative_to(project)): path.read_bytes() for path in found}
    return {path: content for path, content in files.items() if not path.startswith(".ant/")}


def carry_out(project: Path, edit: Edit) -> Difference:
    """Edit a project; an edit that changes nothing is a mistake."""
    before = files_of(project)
    edit(project)
    after = files_of(project)
    if after == before:
        raise NotThere(f"{edit.__name__} changes nothing")
    return Difference(
        frozenset(path for path in before.keys() & after if before[path] != after[path]),
        frozenset(after.keys() - before),
        frozenset(before.keys() - after),
    )
