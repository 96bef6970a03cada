"""The embedded database of a project, asked without the project's own code."""

import os
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ant.core.planning.row_count import Query
from ant.runtime.answers import NO_TABLES, UNANSWERED, VERSION_QUERY, Answer

if TYPE_CHECKING:
    from sqlite3 import Connection

DEFAULT_FILE = "instance/app.db"
"""The default path of the database below ``api``."""

PATIENCE = 5.0
"""Seconds that all questions together may take."""


def ask_sqlite(path: str, queries: Sequence[Query], at: str) -> Answer:
    """Ask a SQLite file for its revision, and for counts if that is ``at``."""
    if not os.path.isfile(path):
        return NO_TABLES
    import sqlite3  # noqa: PLC0415, slow to load and seldom needed

    try:
        with closing(sqlite3.connect(_address(path), uri=True, timeout=1)) as database:
            database.create_collation("decimal", _compare)
            end = time.monotonic() + PATIENCE
            database.set_progress_handler(lambda: time.monotonic() > end, 10_000)
            known = database.execute(
                "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone()
            rows = database.execute(VERSION_QUERY).fetchall() if known else []
            revisions = frozenset(str(row[0]) for row in rows)
            if revisions != {at}:
                return Answer(revisions)
            return Answer(revisions, tuple(_number(database, query) for query in queries))
    except sqlite3.Error:  # no database, or one that somebody is writing
        return UNANSWERED


def _compare(one: str, other: str) -> int:
    """The order of a generated project's decimals, which are texts."""
    from decimal import Decimal, InvalidOperation  # noqa: PLC0415, slow to load and seldom needed

    try:
        left, right = Decimal(one), Decimal(other)
    except InvalidOperation:
        return (one > other) - (one < other)
    return (left > right) - (left < right)


def _address(path: str) -> str:
    """The file opened read-only; SQLite would create files beside one that nobody has open."""
    beside = [f"{path}{ending}" for ending in ("-wal", "-journal")]
    in_use = any(os.path.exists(name) and os.path.getsize(name) for name in beside)
    return f"{Path(path).absolute().as_uri()}?mode=ro{'' if in_use else '&immutable=1'}"


def _number(database: "Connection", query: Query) -> int | None:
    import sqlite3  # noqa: PLC0415, loaded already

    if not query.sqlite:
        return None
    if query.misfits:
        database.create_function("misfits", 1, query.misfits)
    try:
        return int(database.execute(query.sqlite).fetchone()[0])
    except (sqlite3.Error, TypeError, ValueError):  # as where its owner has altered the table
        return None
