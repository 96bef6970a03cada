"""Runs a command in forks of itself, with all imported already: ``warm.py SITE MODULE FOLDER``.

It reads one line of JSON for each run: the folder, the words, where the outputs go, and the
environment where it is not the one that it was started with. It answers with the number of the
fork, lets it go at the next line, and then tells its exit code.
"""

import ctypes
import importlib
import json
import os
import pkgutil
import runpy
import signal
import sys
from contextlib import suppress
from typing import Any

PR_SET_PTRACER, ANY = 0x59616D61, ctypes.c_ulong(-1)
USED = ("ast", "datetime", "difflib", "hashlib", "json", "minijinja", "secrets", "subprocess")
ENDING = os.path.join(os.path.dirname(__file__), "ending.py")
LONGEST = 120  # seconds that a run may take


def warm_up(name: str) -> None:
    """Import the module that runs, and all others that a run might import."""
    sys.path[:0] = [sys.argv[1], sys.argv[3]]
    for used in USED:
        importlib.import_module(used)
    package = importlib.import_module("ant")
    for found in pkgutil.walk_packages(package.__path__, "ant."):
        if not found.name.startswith("ant.templates") and "__main__" not in found.name:
            with suppress(ModuleNotFoundError):  # what needs YAML, which is not among the copies
                importlib.import_module(found.name)
    importlib.import_module(name)


def become(run: dict[str, Any]) -> None:
    """In the fork: be what a process is that a shell has just started."""
    ctypes.CDLL(None).prctl(PR_SET_PTRACER, ANY)  # whoever traces us need not be our parent
    signal.alarm(LONGEST)
    if "environment" in run:
        os.environ.clear()
        os.environ.update(run["environment"])
    os.chdir(run["folder"])
    sys.argv[1:] = run["words"]
    for number, name in enumerate(("/dev/null", run["stdout"], run["stderr"])):
        file = os.open(name, os.O_RDWR | os.O_CREAT)
        os.dup2(file, number)
        os.close(file)


def main() -> None:
    name = sys.argv[2]
    warm_up(name)
    run_and_end = runpy.run_path(ENDING)["run_and_end"]
    answers = open(os.dup(1), "w", buffering=1)  # noqa: SIM115
    while line := sys.stdin.buffer.readline():
        gate, opener = os.pipe()
        ready, done = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(opener)
            become(json.loads(line))
            os.close(done)
            os.read(gate, 1)
            run_and_end(importlib.import_module(name).main)
        os.close(gate)
        os.close(done)
        os.read(ready, 1)
        os.close(ready)
        print(pid, file=answers)
        sys.stdin.buffer.readline()
        os.close(opener)
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), file=answers)


main()
