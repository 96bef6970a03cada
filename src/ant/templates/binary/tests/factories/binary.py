"""Bytes for bodies of requests."""

from base64 import b64encode
from random import Random

LONGEST = 24  # bytes: whoever reads what a test compared need not scroll
COUNT = 8


def some_bytes(most: int) -> list[str]:
    """Return a few texts with the base64 of bytes, no more than so many each."""
    random = Random(0)
    sizes = [min(most, LONGEST - number) for number in range(COUNT)]
    return [b64encode(random.randbytes(size)).decode() for size in sizes]
