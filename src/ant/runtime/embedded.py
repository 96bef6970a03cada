"""What the embedded database of a project says of itself, read without the project's own code."""

from contextlib import closing
from pathlib import Path

EMBEDDED = "api/instance/app.db"
"""Where it is unless a project's settings say otherwise."""


def embedded_revisions(root: str) -> set[str]:
    """Return the revisions that the embedded database is at; none where there is no such thing."""
    path = Path(root, EMBEDDED)
    if not path.is_file():
        return set()
    import sqlite3  # noqa: PLC0415, slow to load and seldom needed

    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=1)) as database:
            return {
                str(row[0]) for row in database.execute("SELECT version_num FROM alembic_version")
            }
    except sqlite3.Error:  # no database, or one that knows no migrations
        return set()
