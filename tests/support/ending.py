"""How forks of a warm Python end: soon."""

import atexit
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress


def run_and_end(run: Callable[..., int | str | None], *given: object) -> None:
    """Run something, then end as Python does, but for taking apart all that is imported.

    That is half of what a short run in a fork costs: to free its memory is to copy it first. An
    exception, or an exit code that is a text, goes on to Python.
    """
    try:
        sys.exit(run(*given))
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            with suppress(OSError, ValueError):  # Python tells what cannot be written
                threading._shutdown()  # type: ignore[attr-defined]
                atexit._run_exitfuncs()
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit((end.code or 0) & 0xFF)
        raise
