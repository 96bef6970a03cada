"""How work that takes its time tells how far it has come."""

from collections.abc import Callable

Meter = Callable[[int, int], None]
"""Hears how many steps are done, and how many there are in all."""


def no_meter(_done: int, _all: int) -> None:
    """Tell nobody."""
