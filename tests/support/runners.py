"""Two ways to run a command and to trace it: as a process of its own, or as a fork of another."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple, Protocol

from support.keeper import marked
from support.strace import Fault, Traced, attached, parse, trace

WARM = Path(__file__).parent / "warm.py"
# What counts the lines that run is in site-packages, and is told by the environment.
ALONE = () if any(name.startswith("COVERAGE_PROCESS") for name in os.environ) else ("-I", "-S")


class Done(NamedTuple):
    """How a run ended and what it said."""

    code: int
    stdout: str
    stderr: str


class Runner(Protocol):
    """Runs the command with some words in a folder."""

    def run(self, folder: Path, *words: str) -> Done:
        """Run it to its end."""

    def trace(
        self, folder: Path, words: Sequence[str], calls: Iterable[str], faults: Sequence[Fault] = ()
    ) -> Traced:
        """Run it under strace; faults strike where they are told."""


class Started:
    """Starts the command as a shell does."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        """Take the command line without its words."""
        self._command = command

    def run(self, folder: Path, *words: str) -> Done:
        """Run it to its end."""
        done = subprocess.run(
            [*self._command, *words], cwd=folder, capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def trace(
        self, folder: Path, words: Sequence[str], calls: Iterable[str], faults: Sequence[Fault] = ()
    ) -> Traced:
        """Run it under strace; faults strike where they are told."""
        traced = trace([*self._command, *words], folder, calls, faults)
        return _from_here(traced, folder)


class Forked:
    """Forks the command off processes that have imported everything: the same calls, far sooner.

    Python's own start is most of what a run under strace takes, and it is the same each time.
    """

    def __init__(self, site: Path, module: str, path: Path, *before: str) -> None:
        """Take where the packages are, the module with ``main`` and its place, and first words."""
        self._before = before
        self._command = [sys.executable, *ALONE, "-B", str(WARM), str(site), module, str(path)]
        self._idle = SimpleQueue[subprocess.Popen[str]]()
        self._all: list[subprocess.Popen[str]] = []

    def run(self, folder: Path, *words: str) -> Done:
        """Run it to its end."""
        return self._run(folder, words, [], [])[0]

    def run_in(self, environment: Mapping[str, str], folder: Path, words: Sequence[str]) -> Done:
        """Run it to its end in an environment that may have changed since the warm process began.

        What Python reads at its start (``LC_ALL``, ``PYTHONHASHSEED``) has no effect here any more.
        """
        return self._run(folder, words, [], [], environment)[0]

    def trace(
        self, folder: Path, words: Sequence[str], calls: Iterable[str], faults: Sequence[Fault] = ()
    ) -> Traced:
        """Run it under strace; faults strike where they are told."""
        done, log = self._run(folder, words, [*calls], faults)
        return _from_here(Traced(*done, [], log), folder)

    def close(self) -> None:
        """End the warm processes."""
        for process in self._all:
            process.communicate(timeout=60)

    def _run(
        self,
        folder: Path,
        words: Sequence[str],
        calls: Sequence[str],
        faults: Sequence[Fault],
        environment: Mapping[str, str] | None = None,
    ) -> tuple[Done, str]:
        with tempfile.TemporaryDirectory(prefix=marked("run")) as place, self._one() as warm:
            outputs = [os.path.join(place, name) for name in ("stdout", "stderr")]
            run: dict[str, object] = dict(zip(("stdout", "stderr"), outputs, strict=True))
            run |= {"folder": str(folder), "words": [*self._before, *words]}
            if environment is not None:
                run["environment"] = {**environment}
            pid = int(_ask(warm, json.dumps(run)))
            lines: list[str] = []
            with attached(pid, calls, faults, lines) if calls else nullcontext():
                code = int(_ask(warm, "go"))
            said = [Path(output).read_text(errors="replace") for output in outputs]
        return Done(code, *said), "\n".join(lines)

    @contextmanager
    def _one(self) -> Iterator[subprocess.Popen[str]]:
        if self._idle.empty():
            process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
            )
            self._all.append(process)
        else:
            process = self._idle.get()
        yield process
        self._idle.put(process)


def _from_here(traced: Traced, folder: Path) -> Traced:
    """The same with paths from the folder on, so that runs in two folders can be compared."""
    log = traced.log.replace(f'"{folder}/', '"').replace(f'"{folder}"', '"."')
    return traced._replace(log=log, calls=list(parse(log)))


def _ask(warm: subprocess.Popen[str], line: str) -> str:
    assert warm.stdin and warm.stdout
    warm.stdin.write(f"{line}\n")
    return warm.stdout.readline()
