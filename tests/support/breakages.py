"""Faults of one line in a generated project, and its own tests that have to find them."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from support.keeper import mark
from support.warm_python import LATE, PYTEST, run_warm


class Breakage(NamedTuple):
    """One fault."""

    file: str
    """The file in ``api/``."""
    before: str
    """What stands there once."""
    after: str
    """What stands there instead."""
    tests: str
    """What has to find it: ``users_route taken`` are the tests there with this in the name."""

    @property
    def words(self) -> list[str]:
        """The words for pytest."""
        file, _, name = self.tests.partition(" ")
        return [f"tests/test_{file}.py", *(["-k", name] if name else [])]

    def __str__(self) -> str:
        """Return a name for a report."""
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        return f"{Path(self.file).stem}: {before} -> {after}"


def breakages(by_file: Mapping[str, Sequence[tuple[str, str, str]]]) -> list[Breakage]:
    """Return a table of what is ``before``, ``after`` and ``tests``, by file, row by row."""
    return [Breakage(file, *row) for file, rows in by_file.items() for row in rows]


def sampled(rows: Sequence[Breakage]) -> list[object]:
    """Return the rows as parameters; all but the first of each broken file are exhaustive."""
    first = {row.file: row for row in reversed(rows)}
    return [
        pytest.param(row, marks=() if row is first[row.file] else pytest.mark.exhaustive)
        for row in rows
    ]


class BreakableProject:
    """A copy of a project whose tests run again and again, in forks of a warm Python."""

    def __init__(
        self, project: Path, python: Path, folder: Path, env: Mapping[str, str] | None = None
    ) -> None:
        """Take what to copy, a Python that has all the project imports, a place, and settings."""
        self._project = Path(shutil.copytree(project, folder / "project"))
        (folder / "tmp").mkdir()
        # By hash, because an edit of the same length in the same second must not go unseen.
        subprocess.run(
            [python, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "api"],
            cwd=self._project, check=True,
        )  # fmt: skip
        temporary = {"TMPDIR": str(folder / "tmp")}
        self._env = {**mark(), "PATH": os.environ["PATH"], **temporary, **(env or {})}
        self._python = python

    def run_tests(self, *words: str) -> tuple[int, str]:
        """Run pytest with these words; return its exit code and what it printed."""
        command = [self._python, *PYTEST, "-x", *LATE, *words]
        done = run_warm(command, self._project, self._env)
        return done.returncode, done.stderr + done.stdout

    @contextmanager
    def broken(self, breakage: Breakage) -> Iterator[None]:
        """Have the fault in the code for a while."""
        path = self._project / "api" / breakage.file
        code = path.read_text()
        path.write_text(code.replace(breakage.before, breakage.after))
        try:
            yield
        finally:
            path.write_text(code)
