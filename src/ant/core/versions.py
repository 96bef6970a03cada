"""Versions of ant, in the order of their releases."""

import re

_VERSION = re.compile(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})")

Version = tuple[int, int, int]


def parse_version(text: str) -> Version | None:
    """Return a version as numbers; None for a text that is none."""
    match = _VERSION.match(text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def is_newer(version: str, other: str) -> bool:
    """Whether a version is newer than another one; False for what is no version."""
    left, right = parse_version(version), parse_version(other)
    return left is not None and right is not None and left > right
