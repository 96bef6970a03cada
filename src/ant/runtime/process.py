"""Child processes that end when we do."""

import subprocess
import sys
from collections.abc import Sequence

from ant.core.errors import Problem, ToolFailed


def run_program(command: Sequence[str], folder: str, *, quiet: bool = False) -> int:
    """Run a program in a folder and return its exit code, negative where a signal ended it.

    Its output goes where ours goes, or, when ``quiet``, all of it to standard error. Whatever
    ends the wait early ends the program too. Raises ``ToolFailed`` where it cannot be started.
    """
    try:
        child = subprocess.Popen(command, cwd=folder, stdout=sys.stderr if quiet else None)
    except OSError as error:
        raise ToolFailed(Problem(f"Cannot run '{command[0]}': {error.strerror}.")) from error
    try:
        return child.wait()
    except KeyboardInterrupt:
        return child.wait()  # the terminal has told the child as well
    except BaseException:
        child.terminate()
        child.wait()
        raise
