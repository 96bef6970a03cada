"""A project and a command that changes it in every way: edits, a new folder, one that goes."""

import os
import shutil
import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from support.every_call import Run, calls_of
from support.runners import Runner, Started
from support.strace import Call
from support.trees import Snapshot, snapshot

Command = Sequence[str | Path]
OURS = {".gitignore", "lock", "undo"}


def tree(root: Path) -> Snapshot:
    """The project without our own folder."""
    return {
        path: seen for path, seen in snapshot(root).items() if path.split("/")[0] != ".ant"
    }  # fmt: skip


class Bench(NamedTuple):
    """What a faulty run needs and is measured by."""

    look: Command
    grow: Command
    started: Runner
    forked: Runner
    place: Path
    origin: Path
    old: Snapshot
    new: Snapshot

    def copy(self, folder: Path) -> None:
        """Put a fresh project there."""
        shutil.copytree(self.origin, folder, dirs_exist_ok=True, symlinks=True)

    def run(self, word: str, *, forked: bool) -> Run:
        """What is struck: a process of its own or, where there are many, a fork."""
        return Run(self.forked if forked else self.started, [word])

    def calls(self, run: Run, known: Collection[str], start: Path | None = None) -> list[Call]:
        """The calls of an undisturbed run."""
        folder = self.place / "traced"
        shutil.copytree(start or self.origin, folder)
        calls = calls_of(run, folder, known)
        shutil.rmtree(folder)
        return calls

    def check_next_runs(self, folder: Path, expected: tuple[Snapshot, ...]) -> None:
        """A run that changes nothing makes the tree whole, and the change then goes through."""
        assert self.forked.run(folder, "look") == (0, "", "")
        assert tree(folder) in expected
        assert set(os.listdir(folder / ".ant")) <= OURS
        assert self.forked.run(folder, "grow") == (0, "", "")
        assert tree(folder) == self.new
        assert set(os.listdir(folder / ".ant")) == OURS


def make_bench(command: Command, forked: Runner, place: Path) -> Bench:
    """Make the project, and see what the undisturbed change makes of it."""
    origin = place / "origin"
    for folder in ("api", "old/gone"):
        (origin / folder).mkdir(parents=True)
    (origin / "api/app.py").write_bytes(b"app = 1\r\n" * 1000)
    (origin / "api/app.py").chmod(0o640)
    (origin / "api/mine.py").write_bytes(b"mine = 1")
    (origin / "old/gone/dead.py").write_bytes(b"dead = 1\n")
    (origin / "old/gone/dead_too.py").write_bytes(b"dead = 2\n")
    (origin / "old").chmod(0o750)
    (origin / "run.sh").write_bytes(b"#!/bin/sh\n")
    (origin / "run.sh").chmod(0o755)
    grown = place / "grown"
    shutil.copytree(origin, grown)
    subprocess.run([*command, "grow"], cwd=grown, check=True)
    look, grow = [*command, "look"], [*command, "grow"]
    return Bench(look, grow, Started(command), forked, place, origin, tree(origin), tree(grown))
