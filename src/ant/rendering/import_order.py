"""The order of imported modules."""

import re
from functools import cache

_NUMBER = re.compile("([0-9]+)")


@cache  # of two specs that are compared, most routes are the same
def natural_order(module: str) -> list[str | int]:
    """Return a key that sorts modules as isort does: ``a2`` before ``a10``, in either case."""
    parts: list[str | int] = [*_NUMBER.split(module.lower())]
    parts[1::2] = map(int, parts[1::2])
    return parts
