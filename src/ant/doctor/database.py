"""Checks of the configured database: reachable, migrated, enough connections."""

from collections.abc import Iterator

from ant.core.planning.row_count import Query
from ant.doctor.diagnosis import ERROR, NOTE, WARNING, Context, Diagnosis
from ant.doctor.images import workers_of
from ant.runtime.database import Database, ask_database

_MOST = "SELECT setting::integer FROM pg_settings WHERE name = '{}'"
_LIMITS = (
    Query("", _MOST.format("max_connections")),
    Query("", _MOST.format("superuser_reserved_connections")),
)
_POOL_SIZE = 3
"""Connections of a worker, without ``DB_POOL_SIZE``."""


def check_database(context: Context) -> Iterator[Diagnosis]:
    """Check that the database answers and is at the newest revision."""
    [newest] = context.newest if len(context.newest) == 1 else [""]
    database = ask_database(context.root, _LIMITS, newest)
    revisions = database.answer.revisions
    if revisions is None:
        message = f"The database '{database.name}' does not answer."
        remedy = "Start it, or correct DB_URL and the POSTGRES_ variables; .venv is needed to ask."
        severity = context.worse_in_production(WARNING)
        yield Diagnosis("database-silent", severity, message, remedy)
        return
    if not context.newest:
        return
    if revisions != context.newest and len(context.newest) == 1:
        at = ", ".join(sorted(revisions)) or "no revision"
        message = f"The database '{database.name}' is at {at}, and the newest is {newest}."
        remedy = "Run the migrations: alembic upgrade head."
        severity = context.worse_in_production(WARNING if revisions else NOTE)
        yield Diagnosis("database-not-migrated", severity, message, remedy)
    yield from _check_connections(context, database)


def check_heads(context: Context) -> Iterator[Diagnosis]:
    """Check that the migrations have one head."""
    if len(context.newest) > 1:
        names = ", ".join(sorted(context.newest))
        message = f"Several migrations are the newest: {names}."
        remedy = "Join them: alembic merge heads."
        yield Diagnosis("several-heads", ERROR, message, remedy)


def _check_connections(context: Context, database: Database) -> Iterator[Diagnosis]:
    limits = database.answer.numbers
    size = context.settings.get("DB_POOL_SIZE") or str(_POOL_SIZE)
    if not limits or None in limits or not size.isdigit():
        return
    most, reserved = limits
    count = int(size) * workers_of(context.files)
    if count > (most or 0) - (reserved or 0):
        message = (
            f"One container may open {count} connections ({workers_of(context.files)} workers,"
            f" DB_POOL_SIZE {size}), and the database lets in {(most or 0) - (reserved or 0)}."
        )
        remedy = "Lower DB_POOL_SIZE or the workers in the Dockerfile, or raise max_connections."
        severity = context.worse_in_production(WARNING)
        yield Diagnosis("too-many-connections", severity, message, remedy)
