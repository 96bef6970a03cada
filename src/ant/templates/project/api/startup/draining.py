"""Draining: the server is about to stop, answers its requests, and is reported as not ready."""

from mmap import mmap

_flag = mmap(-1, 1)  # a byte of memory that gunicorn shares with its workers


def start_draining() -> None:
    """Make ``/health/ready`` of every worker answer 503."""
    _flag[0] = 1


def is_draining() -> bool:
    """Return whether the server is about to stop."""
    return _flag[0] == 1
