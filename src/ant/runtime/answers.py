"""What a database answers."""

from typing import NamedTuple

VERSION_QUERY = "SELECT version_num FROM alembic_version"


class Answer(NamedTuple):
    """The revision of a database, and the requested counts."""

    revisions: frozenset[str] | None
    """None where it did not answer."""
    numbers: tuple[int | None, ...] = ()


NO_TABLES = Answer(frozenset())
UNANSWERED = Answer(None)
