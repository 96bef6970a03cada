"""Programs that we run and wait for."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import IO

from ant.core.errors import Problem, ToolFailed
from ant.core.text.words import quoted_path


def run_program(
    command: Sequence[str],
    folder: str,
    *,
    quiet: bool = False,
    apart: bool = False,
    output: IO[bytes] | None = None,
) -> int:
    """Run a program in a folder and return its exit code, negative where a signal ended it.

    Its output goes to that of ant, or, when ``quiet``, to standard error, or to the file
    ``output``. Anything that ends the wait early, Ctrl-C included, ends the program first and is
    then raised again. A program that is run ``apart`` gets no Ctrl-C; it and its children are ended
    silently. Raises ``ToolFailed`` where the program cannot be started.
    """
    usual = sys.stderr if quiet else None
    try:
        child = subprocess.Popen(
            command, cwd=folder, stdout=output or usual, stderr=output, start_new_session=apart
        )
    except OSError as error:
        raise ToolFailed(
            Problem(f"Cannot run {quoted_path(command[0])}: {error.strerror}.")
        ) from error
    try:
        return child.wait()
    except BaseException as reason:
        if apart:
            os.killpg(child.pid, signal.SIGTERM)
        elif not isinstance(reason, KeyboardInterrupt):
            child.terminate()
        _wait(child)
        raise


def _wait(child: subprocess.Popen[bytes]) -> None:
    """Wait for a program that was asked to end, by ant or by the terminal; at last kill it."""
    for patience, number in ((1, signal.SIGINT), (10, signal.SIGKILL)):
        try:
            child.wait(patience)
            return
        except subprocess.TimeoutExpired:
            child.send_signal(number)
    child.wait()
