"""Run one command and print its cost; a process of its own, which must stay small.

A child's peak memory begins with what its parent holds when it starts it, so the parent has to be
smaller than anything that it measures: this file imports nothing that Python has not loaded yet.
"""

import os
import sys
import time


def main() -> None:
    """Take a file for the command's output and the command; print wall, CPU, peak and exit code."""
    output, *command = sys.argv[1:]
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_DUP2, 1, 2),
    ]
    start = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    sys.stdout.write(f"{wall} {usage.ru_utime + usage.ru_stime} {usage.ru_maxrss} {code}\n")


if __name__ == "__main__":
    main()
