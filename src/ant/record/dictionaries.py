"""The dictionaries that bundles are compressed with, so that a record stays small.

Most of what is generated is alike in all projects, and zlib refers to a dictionary for it: a text
that both sides have. They are what a version generated, and must never change after its release,
since records are read with them: better ones come in another file.
"""

import os
import zlib
from functools import cache

_FILES = ("dictionaries.zlib", "dictionaries-0.3.0.zlib")
"""Of version 0.2.0, and of later ones; what is written is written with the last."""

_HAS_DICTIONARY = 0x20
"""The bit of a stream's second byte for a dictionary (RFC 1950); the checksum follows it."""


def dictionary_for(key: str) -> bytes:
    """Return the dictionary for a bundle; it is empty where nothing like it was known."""
    return _dictionaries(_FILES[-1]).get(key, b"")


def dictionary_of(packed: bytes) -> bytes:
    """Return the dictionary that a stream was compressed with; raise ``ValueError`` for another."""
    if not packed[1] & _HAS_DICTIONARY:
        return b""
    checksum = int.from_bytes(packed[2:6], "big")
    found = _by_checksum().get(checksum)
    if found is None:
        raise ValueError("compressed with a dictionary that this version does not have")
    return found


@cache
def _dictionaries(name: str) -> dict[str, bytes]:
    """The dictionaries in a file by the keys of bundles."""
    with open(os.path.join(os.path.dirname(__file__), name), "rb") as file:
        parts = zlib.decompress(file.read()).split(b"\0")
    return dict(zip(map(bytes.decode, parts[::2]), parts[1::2], strict=True))


@cache
def _by_checksum() -> dict[int, bytes]:
    texts = (text for name in _FILES for text in _dictionaries(name).values())
    return {zlib.adler32(text): text for text in texts}
