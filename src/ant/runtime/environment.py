"""A project's own virtual environment, ``.venv``."""

import fcntl
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from ant.core.errors import Problem, ToolFailed
from ant.core.text.words import quoted_path
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

    Creates ``.venv`` if it is missing, completes an unfinished one, and installs again when the
    requirements have changed. An environment that was not created by ant is used unchanged. Raises
    ``ToolFailed``.
    """
    folder = os.path.join(root, ".venv")
    python = os.path.join(folder, "bin", "python")
    if os.path.exists(python) and not os.path.exists(os.path.join(folder, STAMP)):
        _check_foreign(python, requirements)
        return python
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise ToolFailed(
            Problem(f"Cannot make {quoted_path(folder)}: {error.strerror}.")
        ) from error
    with _locked(folder, progress):
        stamp = f"{_digest(root, requirements)}  {requirements}"
        installed = _read_stamp(folder) if os.path.exists(python) else []
        if _was_moved(folder):
            _clear(folder, python)
            installed = []
        if stamp not in installed:
            _install(root, python, requirements, progress)
            others = [line for line in installed if not line.endswith(f"  {requirements}")]
            _write_stamp(folder, [*others, stamp])
    return python


def is_up_to_date(root: str) -> bool:
    """Whether ``.venv`` has the present requirements; unknown for one created elsewhere.

    Raises ``ToolFailed`` for requirements that cannot be read.
    """
    folder = os.path.join(root, ".venv")
    if not os.path.exists(os.path.join(folder, STAMP)):
        return True
    digests = (f"{_digest(root, name)}  {name}" for name in REQUIREMENTS)
    return not _was_moved(folder) and any(digest in _read_stamp(folder) for digest in digests)


def version_of(root: str) -> tuple[int, int] | None:
    """Return major and minor version of the Python in ``.venv``; None where they are unknown."""
    try:
        with open(os.path.join(root, ".venv", "pyvenv.cfg"), encoding="utf-8") as file:
            found = re.search(r"^version(?:_info)? *= *(\d+)\.(\d+)", file.read(), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return None
    return (int(found[1]), int(found[2])) if found else None


def _install(root: str, python: str, requirements: str, progress: Callable[[str], None]) -> None:
    folder = os.path.join(root, ".venv")
    if not _read_stamp(folder) or not os.path.exists(python):
        _write_stamp(folder, [])
        progress("Creating the virtual environment .venv ...")
        _run([sys.executable, "-m", "venv", folder], root)
    progress(f"Installing {requirements} ...")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    install = ["-m", "pip", "install", "--disable-pip-version-check", *quiet]
    _run([python, *install, "-r", requirements], root)


def _run(command: list[str], root: str) -> None:
    code = run_program(command, root, quiet=True, apart=True)
    if code:
        problem = Problem(
            f"{quoted_path(' '.join(command))} failed with exit code {code}.",
            hint="Its own message is above. Run the command again to go on from there.",
        )
        raise ToolFailed(problem)


def _check_foreign(python: str, requirements: str) -> None:
    """See that an environment of somebody else has at least what we run in it."""
    module = "pytest" if "dev" in requirements else "flask"
    look = f"import importlib.util, sys; sys.exit(not importlib.util.find_spec('{module}'))"
    if run_program([python, "-c", look], os.path.dirname(python)):
        problem = Problem(
            f"The virtual environment .venv, which ant has not made, has no {module}.",
            hint=f"Run .venv/bin/pip install -r {requirements}, or delete .venv.",
        )
        raise ToolFailed(problem)


def _digest(root: str, requirements: str) -> str:
    digest = hashlib.sha256()
    for name in REQUIREMENTS[requirements]:
        try:
            with open(os.path.join(root, name), "rb") as file:
                digest.update(file.read())
        except OSError as error:
            raise ToolFailed(
                Problem(f"Cannot read {quoted_path(name)}: {error.strerror}.")
            ) from error
    return digest.hexdigest()


def _read_stamp(folder: str) -> list[str]:
    """The stamp of what is installed; its first line has the path of the environment."""
    try:
        with open(os.path.join(folder, STAMP), encoding="utf-8") as file:
            return file.read().splitlines()[1:]
    except FileNotFoundError:
        return []


def _was_moved(folder: str) -> bool:
    """Whether the environment was created elsewhere: its scripts still have that path."""
    try:
        with open(os.path.join(folder, STAMP), encoding="utf-8") as file:
            return file.readline().rstrip("\n") != ascii(os.path.realpath(folder))
    except FileNotFoundError:
        return False


def _clear(folder: str, python: str) -> None:
    """Empty the environment, its Python first, so that a rest is never mistaken for a whole one."""
    with suppress(FileNotFoundError):
        os.unlink(python)
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def _write_stamp(folder: str, lines: list[str]) -> None:
    path = os.path.join(folder, STAMP)
    with open(f"{path}.new", "w", encoding="utf-8") as file:
        file.write("".join(f"{line}\n" for line in [ascii(os.path.realpath(folder)), *lines]))
    os.replace(f"{path}.new", path)


@contextmanager
def _locked(folder: str, progress: Callable[[str], None]) -> Iterator[None]:
    """Let only one process install at a time; the kernel drops the lock of one that dies."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("Waiting for another ant, which is installing ...")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
