"""The paths of a record in a project, and the files without a recorded text."""

from ant.artifacts.paths import ENV_FILE, EXAMPLE, MANIFEST, MOCKS
from ant.rendering.migrations.migration import VERSIONS

FOLDER = ".ant/record"
PROJECT_FILE = f"{FOLDER}/project"
"""The record of the files that belong to no route, one bundle for each."""
ROUTES = f"{FOLDER}/routes"

BY_HAND = ".ant/by-hand"
"""Pristine texts of the files in which an upgrade has left something to their owner."""

SPEC, TABLES = "=spec", "=tables"
"""Stand in a bundle beside its files: the part of the spec that it is of, and the tables."""

_NEVER = (".ant/", MANIFEST, f"{VERSIONS}/", MOCKS, ENV_FILE)
"""Files that are written once, or contain the spec: they are never generated again."""

STUB = "sketch"
"""The key of the bundle of a route without fields, as records of 0.2.0 have it."""


def record_file(owner: str) -> str:
    """Return the file that records what belongs to a route, or with no name to the project."""
    return f"{ROUTES}/{owner}" if owner else PROJECT_FILE


def owner_of(path: str) -> str:
    """Return the route whose record a file is; '' for that of the project."""
    return path.removeprefix(f"{ROUTES}/") if path.startswith(f"{ROUTES}/") else ""


def is_of_record(path: str) -> bool:
    """Whether a file is one of the record itself."""
    return path == BY_HAND or path.startswith(f"{FOLDER}/")


def is_recorded(path: str) -> bool:
    """Whether the record holds the text of a generated file."""
    return path == EXAMPLE or not path.startswith(_NEVER)
