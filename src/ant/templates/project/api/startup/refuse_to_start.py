"""How the application refuses to start."""

import sys
from typing import NoReturn

# On this code gunicorn stops as a whole, and Flask's reloader too; on another, one of them would
# start the process again for ever (gunicorn on most, the reloader on 3).
BOOT_FAILURE = 4


def refuse_to_start(reason: str) -> NoReturn:
    """Write one line to standard error and end the process."""
    sys.stderr.write(f"The API does not start: {reason}\n")
    raise SystemExit(BOOT_FAILURE)


def reason_of(error: BaseException) -> str:
    """Return the database driver's message of an error in one line."""
    return " ".join(str(getattr(error, "orig", error)).split())
