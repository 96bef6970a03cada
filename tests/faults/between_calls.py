"""Runs a command in forks, each hit by SIGTERM at another step of the code that writes.

``between_calls.py SITE FOLDER COUNT WORD...``: the projects are ``FOLDER/0/x`` and so on, COUNT of
them; one line of JSON for each says the exit code and what went to standard error.

A handler runs between two calls, wherever that is; a profiler is told of just these moments. A
signal from outside comes at random ones, and the shortest hardly ever get one.
"""

import json
import os
import signal
import sys
from itertools import count
from types import FrameType

site, folder, times, *words = sys.argv[1:]
sys.path.insert(0, site)

from ant.cli.main import main  # noqa: E402

WRITES = f"{os.sep}ant{os.sep}workspace{os.sep}"


def run(project: str, struck: int | None) -> tuple[int, str, int]:
    """Fork; return the exit code, the errors, and the number of the last step if none is struck."""
    errors, told = os.memfd_create("errors"), os.memfd_create("told")
    pid = os.fork()
    if not pid:
        os.chdir(project)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number, file in enumerate((nothing, nothing, errors)):
            os.dup2(file, number)
        steps = count()

        def step(frame: FrameType, event: str, _: object) -> None:
            if event in ("call", "c_return") and WRITES in frame.f_code.co_filename:
                if (number := next(steps)) == struck:
                    sys.setprofile(None)
                    os.kill(os.getpid(), signal.SIGTERM)
                if struck is None:
                    os.pwrite(told, str(number).encode(), 0)

        sys.setprofile(step)
        main(words)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    said = [os.pread(file, 100_000, 0).decode() for file in (errors, told)]
    os.close(errors)
    os.close(told)
    return code, said[0], int(said[1] or 0)


last = run(f"{folder}/count/x", None)[2]
for i in range(int(times)):
    struck = last * i // int(times)
    ended, said, _ = run(f"{folder}/{i}/x", struck)
    sys.stdout.write(json.dumps([struck, ended, said]) + "\n")
    sys.stdout.flush()
