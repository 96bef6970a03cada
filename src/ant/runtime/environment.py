"""A project's own virtual environment, ``.venv``."""

import fcntl
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from ant.core.errors import Problem, ToolFailed
from ant.runtime.process import run_program

STAMP = ".ant-requirements"
"""Lists what is installed; it is there before the rest, so an unfinished one is known."""

REQUIREMENTS = {
    "requirements.txt": ("requirements.txt",),
    "requirements-dev.txt": ("requirements.txt", "requirements-dev.txt"),
}
"""The files that each requirements file is made of."""


def ensure_environment(root: str, requirements: str, progress: Callable[[str], None]) -> str:
    """Return the project's Python, with a requirements file installed.

    Makes ``.venv`` where there is none, finishes one whose making was cut short, and installs
    again when the requirements have changed. An environment that somebody else made is theirs
    and is used as it is. Raises ``ToolFailed``.
    """
    folder = os.path.join(root, ".venv")
    python = os.path.join(folder, "Scripts" if os.name == "nt" else "bin", "python")
    if os.path.exists(python) and not os.path.exists(os.path.join(folder, STAMP)):
        return python
    os.makedirs(folder, exist_ok=True)
    with _locked(folder):
        wanted = f"{_digest(root, requirements)}  {requirements}"
        installed = _read_stamp(folder)
        if wanted not in installed:
            _install(root, python, requirements, progress)
            _write_stamp(folder, [*_others(installed, requirements), wanted])
    return python


def _install(root: str, python: str, requirements: str, progress: Callable[[str], None]) -> None:
    folder = os.path.join(root, ".venv")
    if not _read_stamp(folder):
        _write_stamp(folder, [])
        progress("Creating the virtual environment .venv …")
        _run([sys.executable, "-m", "venv", folder], root)
    progress(f"Installing {requirements} …")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    install = ["-m", "pip", "install", "--disable-pip-version-check", *quiet]
    _run([python, *install, "-r", requirements], root)


def _run(command: list[str], root: str) -> None:
    code = run_program(command, root, quiet=True)
    if code:
        problem = Problem(
            f"'{' '.join(command)}' failed with exit code {code}.",
            hint="Its own message is above. Run the command again to go on from there.",
        )
        raise ToolFailed(problem)


def _digest(root: str, requirements: str) -> str:
    whole = hashlib.sha256()
    for name in REQUIREMENTS[requirements]:
        try:
            with open(os.path.join(root, name), "rb") as file:
                whole.update(file.read())
        except OSError as error:
            raise ToolFailed(Problem(f"Cannot read '{name}': {error.strerror}.")) from error
    return whole.hexdigest()


def _read_stamp(folder: str) -> list[str]:
    try:
        with open(os.path.join(folder, STAMP), encoding="utf-8") as file:
            return file.read().splitlines()
    except FileNotFoundError:
        return []


def _write_stamp(folder: str, lines: list[str]) -> None:
    path = os.path.join(folder, STAMP)
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in lines))
    os.replace(f"{path}.new", path)


def _others(lines: list[str], requirements: str) -> list[str]:
    return [line for line in lines if not line.endswith(f"  {requirements}")]


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Let only one process install at a time; the kernel drops the lock of one that dies."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
