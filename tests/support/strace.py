"""Run a command under strace: see each system call, and make any one of them fail or kill."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from support.debian import unpacked

PACKAGES = ("strace", "libunwind8", "liblzma5")
_CALL = re.compile(r"(?:\d+ +)?(\w+)\((.*)")
_RANDOM = re.compile(r"(?<=\.ant-new-)[0-9a-f]{16}")
_CONTENT = re.compile(r'"(?:[^"\\]|\\.)*"(?:\.\.\.)?')


class Call(NamedTuple):
    """One system call of a run, and which one of its kind it is, counted from one."""

    name: str
    number: int
    text: str

    @property
    def shape(self) -> tuple[str, str]:
        """What two runs of the same command have in common."""
        writes = self.name in ("write", "pwrite64")
        text = _CONTENT.sub("", self.text) if writes else _RANDOM.sub("", self.text)
        return self.name, re.split(r"\)? += | <unfinished", text)[0]


class Fault(NamedTuple):
    """What strace shall do at one call: ``error=EIO`` or ``signal=SIGKILL``."""

    name: str
    number: int | str
    effect: str


class Traced(NamedTuple):
    """A run that was traced."""

    code: int
    stdout: str
    stderr: str
    calls: list[Call]
    log: str


def trace(
    command: Sequence[str | Path], folder: Path, calls: Iterable[str], faults: Sequence[Fault] = ()
) -> Traced:
    """Run a command in a folder and note the named calls; faults strike where they are told."""
    strace, environment = _strace()
    # The filter makes strace several times faster, and deaf to the signals that it is to send.
    signals = any(fault.effect.startswith("signal=") for fault in faults)
    fast = [] if signals else ["-f", "--seccomp-bpf"]
    inject = [f"-einject={fault.name}:{fault.effect}:when={fault.number}" for fault in faults]
    with tempfile.NamedTemporaryFile("r", prefix="trace-", errors="replace") as log:
        done = subprocess.run(
            [strace, "-E", "LD_LIBRARY_PATH", *fast, "-qq", "-s", "200",
             "-o", log.name, "-e", f"trace={','.join(calls)}", *inject, *command],
            cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        text = log.read()
    return Traced(done.returncode, done.stdout, done.stderr, list(parse(text)), text)


@contextmanager
def attached(
    pid: int, calls: Iterable[str], faults: Sequence[Fault], log: list[str]
) -> Iterator[None]:
    """Trace a process that runs already, to its end; the log's lines are there after that."""
    strace, environment = _strace()
    inject = [f"-einject={fault.name}:{fault.effect}:when={fault.number}" for fault in faults]
    with tempfile.NamedTemporaryFile("r", prefix="trace-", errors="replace") as file:
        tracer = subprocess.Popen(
            [strace, "-s", "200", "-o", file.name, "-e", f"trace={','.join(calls)}", *inject,
             "-p", str(pid)],
            env=environment, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert tracer.stderr
        said = tracer.stderr.readline()
        assert "attached" in said, said
        yield
        tracer.communicate(timeout=120)
        log += file.read().splitlines()


def parse(log: str) -> Iterable[Call]:
    """Return the calls that a log tells of."""
    seen: dict[str, int] = {}
    for line in log.splitlines():
        if match := _CALL.match(line):
            name, text = match.groups()
            seen[name] = seen.get(name, 0) + 1
            yield Call(name, seen[name], text)


def _strace() -> tuple[str, dict[str, str]]:
    """The program, and the environment to start it in."""
    if installed := shutil.which("strace"):
        return installed, dict(os.environ)
    folder, libraries = unpacked("strace", PACKAGES)
    return str(folder / "usr/bin/strace"), {**os.environ, **libraries}
