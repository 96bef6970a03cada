"""Projects as people edit them: small changes to a fresh one, and what each lets us still do."""

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

APP = "api/app.py"
MODELS = "api/startup/Alchemy.py"
ROUTE = "api/routes/users_route.py"
SERVICE = "api/services/users_service.py"
REPOSITORY = "api/repositories/users_repository.py"
SCHEMA = "api/schemas/PostUsers_schema.py"
EDITED = (APP, MODELS, ROUTE, SERVICE, REPOSITORY)

Files = dict[str, bytes]
Edit = Callable[[Files], None]


class Case(NamedTuple):
    """A project that somebody edited."""

    edits: tuple[Edit, ...]
    refused: Mapping[str, str] = {}
    """By operation, or ``subroute`` for all of them, what the refusal says; the rest merges."""
    boots: bool = True
    """Whether the edited project is a whole one that can be served."""
    leaves_imports: bool = False
    """Whether taking a unit out leaves an import that had to come with it."""


def swap(path: str, old: str, new: str) -> Edit:
    """Change one text to another, wherever it stands in a file."""

    def edit(files: Files) -> None:
        text = files[path].decode()
        assert old in text, f"{old!r} is not in {path}"
        files[path] = text.replace(old, new).encode()

    return edit


def end_with(path: str, text: str) -> Edit:
    """Write at the end of a file."""

    def edit(files: Files) -> None:
        files[path] += text.encode()

    return edit


def everywhere(change: Callable[[bytes], bytes]) -> Edit:
    """Change all files that will grow."""

    def edit(files: Files) -> None:
        files.update({path: change(files[path]) for path in EDITED})

    return edit


def new_file(path: str, text: str) -> Edit:
    """Write another file."""

    def edit(files: Files) -> None:
        files[path] = text.encode()

    return edit


def without(path: str) -> Edit:
    """Delete a file."""

    def edit(files: Files) -> None:
        del files[path]

    return edit


def formatter(*options: str) -> Callable[[bytes], bytes]:
    """The formatter with some options."""
    ruff = str(Path(sys.executable).parent / "ruff")

    def change(content: bytes) -> bytes:
        command = [ruff, "format", "--isolated", *options, "-"]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout

    return change


def formatted(*options: str) -> Edit:
    """Let the formatter loose."""
    return everywhere(formatter(*options))


def commented(content: bytes) -> bytes:
    """Comment every line of code that can take one, and put comments between."""
    lines = []
    for line in content.decode().split("\n"):
        code = line.strip()
        indent = line[: len(line) - len(line.lstrip())]
        plain = code and not code.endswith(('"""', "(", "{", ",")) and code[0] not in ")}\"'"
        if plain and not code.startswith(("else", "except", "elif")):
            lines.append(f"{indent}# about the next line")
        lines.append(f"{line}  # mine" if plain else line)
    return "\n".join(lines).encode()


def write(files: Files, place: Path) -> None:
    """Write a project into an empty folder."""
    for path, content in files.items():
        target = place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
