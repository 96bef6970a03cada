"""Shortening of names that are too long for a database."""

import zlib

from ant.core.names.identifiers import LONGEST_DATABASE_NAME

_LONGEST_HASH = 8


def shortened(name: str, longest: int = LONGEST_DATABASE_NAME) -> str:
    """Return the name, or its beginning and a hash of the whole where it is too long."""
    return name if len(name) <= longest else hashed(name, name, longest)


def hashed(name: str, whole: str, longest: int = LONGEST_DATABASE_NAME) -> str:
    """Return the beginning of a name, and a hash that keeps it unique."""
    end = f"_{zlib.crc32(whole.encode()):08x}"
    return f"{name[: max(1, longest - len(end))]}{end}"


def key_in_postgresql(name: str) -> str:
    """Return what PostgreSQL calls a constraint or an index that is named by the convention.

    SQLAlchemy shortens such names so, in models and migrations alike; SQLite takes any length.
    """
    if len(name) <= LONGEST_DATABASE_NAME:
        return name
    import hashlib  # noqa: PLC0415, slow to load, and few names are so long

    digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
    return f"{name[: LONGEST_DATABASE_NAME - _LONGEST_HASH]}_{digest[-4:]}"
