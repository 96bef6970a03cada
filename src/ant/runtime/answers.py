"""What a database answers."""

from typing import NamedTuple

VERSION_QUERY = "SELECT version_num FROM alembic_version"


class Answer(NamedTuple):
    """Where a database stands, and the numbers that it was asked for."""

    revisions: frozenset[str] | None
    """None where it did not answer."""
    numbers: tuple[int | None, ...] = ()


NO_TABLES = Answer(frozenset())
UNANSWERED = Answer(None)
