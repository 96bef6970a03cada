"""Callbacks that hear how far work has come."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Progress callback: called with (done, total)."""


def no_progress(_done: int, _total: int) -> None:
    """Ignore the progress."""
