"""What every benchmark of the command takes on its command line."""

import argparse
from pathlib import Path

from bench.environments import CACHE


def read_arguments(description: str | None, rounds: int) -> argparse.Namespace:
    """Return ``rounds`` and ``folder``; end with what is wrong where that cannot be."""
    parser = argparse.ArgumentParser(description=description)
    text = f"how often each runs ({rounds})"
    parser.add_argument("--rounds", type=int, default=rounds, help=text)
    parser.add_argument(
        "--folder", type=Path, default=CACHE, help="where to write: /dev/shm spares the disk"
    )
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be 1 or more")
    return arguments
