"""Show in the log what a directory holds."""

import subprocess

from helper.execution_tracking.Logger import myLogger


def log_directory_contents(directory: str = ".") -> None:
    """Run ``ls -la`` on a directory and log what it prints, its complaint included."""
    try:
        listing = subprocess.run(
            ["ls", "-la", "--", directory],
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
    except (OSError, ValueError) as error:
        myLogger.error(f"Cannot list {directory!r}: {error}")
        return
    if listing.returncode:
        myLogger.error(f"Cannot list {directory!r}: {listing.stderr.strip()}")
        return
    for line in listing.stdout.splitlines():
        myLogger.info(line)
