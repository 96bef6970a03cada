"""How the application says that it cannot start."""

import sys
from typing import NoReturn

# gunicorn stops as a whole on this code; on any other it would start the worker again, for ever.
BOOT_FAILURE = 3


def refuse_to_start(reason: str) -> NoReturn:
    """Write one line to standard error and end the process with exit code 3."""
    sys.stderr.write(f"The API does not start: {reason}\n")
    raise SystemExit(BOOT_FAILURE)
