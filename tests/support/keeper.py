"""End what a test run has started once it has ended, also where it was killed.

``keep`` starts this file as a program of its own, which waits until the run is gone. What the run
started has inherited a mark in its environment, and its folders have that mark in their names.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path

import psutil

VARIABLE = "TEST_RUN"
PLACES = (Path(tempfile.gettempdir()), Path("/dev/shm"))
SECONDS_TO_END = 10

_keepers: list[subprocess.Popen[bytes]] = []
"""Those of this process, whose ends of the pipes are open as long as it is there."""


def keep() -> None:
    """Mark all that this process starts from now on, and have it ended with this process."""
    inherited = {name: text for name, text in os.environ.items() if name != VARIABLE}
    own = os.environ[VARIABLE] = uuid.uuid4().hex[:12]
    keeper = subprocess.Popen(
        [sys.executable, __file__, own], env=inherited, cwd="/", start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _keepers.append(keeper)


def mark() -> dict[str, str]:
    """The variable that everything has to inherit that is to end with this run."""
    return {name: text for name, text in os.environ.items() if name == VARIABLE}


def marked(name: str) -> str:
    """A beginning for the name of a temporary folder that goes with this run."""
    return "-".join([name, *mark().values(), ""])


def main() -> None:
    """Wait until the other end of the standard input is closed, then end and remove."""
    wanted = sys.argv[1]
    sys.stdin.read()
    while processes := [process for process in psutil.process_iter() if _has(process, wanted)]:
        for process in processes:
            _signal(process, kills=False)
        for process in psutil.wait_procs(processes, SECONDS_TO_END)[1]:
            _signal(process, kills=True)
    for place in PLACES:
        for folder in place.glob(f"*-{wanted}-*"):
            shutil.rmtree(folder, ignore_errors=True)


def _has(process: psutil.Process, wanted: str) -> bool:
    try:
        is_marked = process.environ().get(VARIABLE) == wanted
        return is_marked and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):  # it has ended, or is somebody else's
        return False


def _signal(process: psutil.Process, *, kills: bool) -> None:
    try:
        process.kill() if kills else process.terminate()
    except psutil.NoSuchProcess:
        return


if __name__ == "__main__":
    main()
