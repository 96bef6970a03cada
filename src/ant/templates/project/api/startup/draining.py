"""Whether the server is to stop soon: what it takes is answered, but it asks for no more."""

from mmap import mmap

_flag = mmap(-1, 1)  # a byte of memory that gunicorn shares with its workers


def start_draining() -> None:
    """Let ``/health/ready`` of every worker ask for no more requests."""
    _flag[0] = 1


def is_draining() -> bool:
    """Say whether the server is to stop soon."""
    return _flag[0] == 1
