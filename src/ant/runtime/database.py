"""The database of a project's settings: its revision, and counts of rows.

A database that does not answer is no error: then nothing is known about it.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ant.core.planning.row_count import Query
from ant.runtime.answers import UNANSWERED, VERSION_QUERY, Answer
from ant.runtime.embedded import ask_sqlite
from ant.runtime.settings import read_settings, sqlite_file

PATIENCE = 10
"""Seconds after which PostgreSQL, and the Python that asks it, has not answered."""

_ADDRESS = re.compile(
    r"(\[(?P<ipv6>[0-9a-fA-F:.]+)\]|(?P<name>[\w.-]+))(:(?P<port>[0-9]{1,5}))?", re.ASCII
)
_ASK_POSTGRESQL = """
import json, sys
import psycopg
asked = json.load(sys.stdin)
with psycopg.connect(**asked["server"], autocommit=True) as connection:
    known = connection.execute("SELECT to_regclass('alembic_version')").fetchone()[0]
    rows = connection.execute(asked["version"]).fetchall() if known else []
    revisions, numbers = [row[0] for row in rows], []
    for query in asked["queries"] if revisions == [asked["at"]] else []:
        try:
            numbers.append(int(connection.execute(query).fetchone()[0]) if query else None)
        except psycopg.Error:
            numbers.append(None)
print(json.dumps([revisions, numbers]))
"""
_OPTIONS = "-c TimeZone=UTC -c statement_timeout=2000 -c default_transaction_read_only=on"


class Database(NamedTuple):
    """A database that can be asked."""

    name: str
    """As people call it."""
    answer: Answer


def ask_database(root: str, queries: Sequence[Query] = (), at: str = "") -> Database:
    """Ask the database of a project for its revision; count rows only if that is ``at``."""
    settings = read_settings(root)
    host = settings.get("DB_URL", "")
    if host:
        name = f"{settings.get('POSTGRES_DB', '')}' on '{host if _is_host(host) else 'DB_URL'}"
        return Database(name, _ask_postgresql(root, settings, queries, at))
    path = sqlite_file(root, settings)
    inside = os.path.relpath(path, root)
    name = path if inside.startswith(os.pardir) else inside
    return Database(name, ask_sqlite(path, queries, at))


def _is_host(host: str) -> bool:
    """Whether the setting is a host, and no URL with a password in it."""
    return host.startswith("/") or bool(_ADDRESS.fullmatch(host))


def _ask_postgresql(
    root: str, settings: Mapping[str, str], queries: Sequence[Query], at: str
) -> Answer:
    python = os.path.join(root, ".venv", "bin", "python")
    if not os.path.exists(python) or not _is_host(settings["DB_URL"]):
        return UNANSWERED
    import subprocess  # noqa: PLC0415, slow to load

    asked = {
        "server": _server(settings), "version": VERSION_QUERY, "at": at,
        "queries": [query.postgresql for query in queries],
    }  # fmt: skip
    try:
        done = subprocess.run(
            [python, "-I", "-c", _ASK_POSTGRESQL], input=json.dumps(asked), cwd=root,
            env=dict(settings), capture_output=True, text=True, timeout=PATIENCE, check=True,
        )  # fmt: skip
        revisions, numbers = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return UNANSWERED
    return Answer(frozenset(revisions), tuple(numbers))


def _server(settings: Mapping[str, str]) -> dict[str, object]:
    """The arguments of psycopg, of which those that are not set are left to its own rules."""
    host = settings["DB_URL"]
    address = None if host.startswith("/") else _ADDRESS.fullmatch(host)
    server = {
        "host": (address["ipv6"] or address["name"]) if address else host,
        "port": address["port"] if address else None,
        "user": settings.get("POSTGRES_USER"),
        "password": settings.get("POSTGRES_PASSWORD"),
        "dbname": settings.get("POSTGRES_DB"),
    }
    parameters: dict[str, object] = {key: value for key, value in server.items() if value}
    return {**parameters, "connect_timeout": 3, "client_encoding": "utf8", "options": _OPTIONS}
