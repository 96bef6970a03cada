"""The order of imported modules."""

import re


def natural_order(module: str) -> list[str | int]:
    """Return a key that sorts modules as isort does: ``a2`` before ``a10``, in either case."""
    parts = re.split(r"(\d+)", module.lower())
    return [int(part) if part.isdigit() else part for part in parts]
