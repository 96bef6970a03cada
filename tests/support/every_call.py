"""Loops over the system calls of a command: each of them fails once, or is the last one once."""

import shutil
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import NamedTuple

from support.runners import Runner
from support.strace import Call, Fault, Traced

WRITING = (
    "mkdir", "mkdirat", "openat", "creat", "write", "pwrite64", "writev", "fsync", "fdatasync",
    "ftruncate", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat",
    "chmod", "fchmod", "fchmodat", "chown", "fchown", "flock", "unlink", "unlinkat", "rmdir",
)  # fmt: skip
WORKERS = 4

Case = tuple[Call, str]


class Run(NamedTuple):
    """What is struck: words, and what runs the command with them."""

    runner: Runner
    words: Sequence[str]


def calls_of(run: Run, folder: Path, known: Collection[str], first: str = "mkdirat") -> list[Call]:
    """The writing calls from the first one of a kind: what comes before is Python's own start."""
    traced = run.runner.trace(folder, run.words, WRITING)
    assert traced.code == 0, traced
    start = next(i for i, call in enumerate(traced.calls) if call.name == first)
    ours = traced.calls[start:]
    assert {call.name for call in ours} <= set(known), "a call that the loops do not know yet"
    return ours


def some_of(calls: Sequence[Call]) -> list[Call]:
    """One call of each kind, from the middle of the run."""
    kinds = [[call for call in calls if call.name == name] for name in {c.name for c in calls}]
    return [of_kind[len(of_kind) // 2] for of_kind in kinds]


def most_of(calls: Sequence[Call], most: int = 70) -> Sequence[Call]:
    """All calls or, of a run that does the same for many files, so many of them by chance."""
    chosen = Random(0).sample(range(len(calls)), min(most, len(calls)))
    return [calls[index] for index in sorted(chosen)]


def changing(calls: Sequence[Call]) -> list[Call]:
    """The calls without those that open something to read it.

    A kill at one of them leaves the disk that a kill at the call before or after it leaves.
    """
    return [call for call in calls if call.name != "openat" or "O_CREAT" in call.text]


def strike(run: Run, folder: Path, call: Call, effect: str) -> Traced:
    """Run the command with one fault, and make sure that it struck just there."""
    faults = [Fault(call.name, call.number, effect)]
    traced = run.runner.trace(folder, run.words, [call.name], faults)
    struck = next((c for c in traced.calls if c.number == call.number), None)
    assert struck and struck.shape == call.shape, (struck, call)
    assert "(INJECTED)" in struck.text or "signal=" in effect, struck
    return traced


def run_all(attempt: Callable[[Path, Call, str], None], place: Path, cases: Sequence[Case]) -> None:
    """Make every attempt in a folder of its own, several at a time, and show all that failed."""

    def one(case: Case) -> str | None:
        call, effect = case
        folder = place / f"{call.name}-{call.number}-{effect}"
        folder.mkdir()
        try:
            attempt(folder, call, effect)
        except Exception as failure:
            return f"{call} {effect}: {failure!r}"
        shutil.rmtree(folder)
        return None

    with ThreadPoolExecutor(WORKERS) as pool:
        failures = [failure for failure in pool.map(one, cases) if failure]
    assert not failures, f"{len(failures)} of {len(cases)}:\n" + "\n".join(failures[:10])
