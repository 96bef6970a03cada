"""The files that belong to no route: when they change, and how they are merged.

All others follow from their templates alone: the same bytes in every project, Python by units.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ant.artifacts.camel_case import OF_PROJECTS, REPLACEMENTS
from ant.artifacts.merging import MergeBy, Missed
from ant.artifacts.named_tables import DOCUMENT, NAMED, uses_tables
from ant.artifacts.paths import (
    AGENTS,
    ALCHEMY,
    APP,
    APPLIED,
    CODE,
    COLUMNS,
    CONFTEST,
    DECIMALS,
    DEFAULT_ROUTE,
    DOCUMENTATION,
    ENUMS,
    EXAMPLE,
    GUARDS,
    HASHED,
    IDS,
    LOCK,
    MANIFEST,
    OPENAPI_ENUMS,
    OPENAPI_MANY_ROWS,
    OPENAPI_PAIRS,
    OPENAPI_ROW_BYTES,
    OWNERSHIP,
    README,
    REQUIREMENTS,
)
from ant.artifacts.polymorphic import PARTED, refers_to_several
from ant.core.fields.enums import used_enums
from ant.core.memo import once
from ant.core.spec import Spec

Differs = Callable[[Spec, Spec], bool]
"""Whether two specs give different files."""


class Shared(NamedTuple):
    """A kind of file that a project has once."""

    differs: tuple[Differs, ...] = ()
    """When two specs of one project render it differently, if it exists at all."""
    merge: MergeBy = MergeBy.UNITS
    missed: Missed = Missed.ALWAYS


@once
def has_resources(spec: Spec) -> bool:
    """Whether any route has fields."""
    return any(route.fields for route in spec.routes)


@once
def uses_references(spec: Spec) -> bool:
    """Whether any route has references, each to one route."""
    return any(field.to and not field.part_of for route in spec.routes for field in route.fields)


@once
def holds_decimals(spec: Spec) -> bool:
    """Whether rows of any route have decimals."""
    return any(field.type == "decimal" for route in spec.routes for field in route.fields)


@once
def makes_in_bulk(spec: Spec) -> bool:
    """Whether one request to any route can make many rows."""
    return any(route.bulk for route in spec.routes)


@once
def holds_bytes(spec: Spec) -> bool:
    """Whether rows of any route have bytes."""
    return any(field.kind.is_bytes for route in spec.routes for field in route.fields)


def has_enums(spec: Spec) -> bool:
    """Whether any field has an enum of the project."""
    return bool(used_enums(spec))


def _always(_spec: Spec, _other: Spec) -> bool:
    """It lists the routes."""
    return True


def _by_guard(spec: Spec, other: Spec) -> bool:
    """It says who may call what says nothing about it."""
    return spec.auth != other.auth


def _by_accounts(spec: Spec, other: Spec) -> bool:
    return bool(spec.accounts) != bool(other.accounts)


def _by_bulk(spec: Spec, other: Spec) -> bool:
    return makes_in_bulk(spec) != makes_in_bulk(other)


def _by_bytes(spec: Spec, other: Spec) -> bool:
    return holds_bytes(spec) != holds_bytes(other)


def _by_enums(spec: Spec, other: Spec) -> bool:
    return has_enums(spec) != has_enums(other)


def _by_tables(spec: Spec, other: Spec) -> bool:
    return uses_tables(spec) != uses_tables(other)


def _by_parts(spec: Spec, other: Spec) -> bool:
    """It empties tables, or describes pairs of fields."""
    return refers_to_several(spec) != refers_to_several(other)


def _by_prefix(spec: Spec, other: Spec) -> bool:
    """It names URLs of routes."""
    return spec.prefix != other.prefix


def _by_json_keys(spec: Spec, other: Spec) -> bool:
    """It names keys of JSON."""
    return spec.json_keys != other.json_keys


def _by_picture(spec: Spec, other: Spec) -> bool:
    """It has a picture of the routes with fields."""
    shown, shown_there = (
        [
            (route.names, route.fields, route.rules, route.delete, route.stored_as)
            for route in version.routes
            if route.fields
        ]
        for version in (spec, other)
    )
    return shown != shown_there


def _by_rows(spec: Spec, other: Spec) -> bool:
    """It tells of rows where there are any."""
    return has_resources(spec) != has_resources(other)


def _missed(path: str) -> Missed:
    return Missed.ALWAYS if path.startswith(CODE) else Missed.NEVER


_BY_PLUGINS = (_by_bulk, _by_bytes, _by_enums, _by_parts)
"""What decides which plugin describes the views."""

_OF_ACCOUNTS = Shared((_by_accounts,), MergeBy.LINES, Missed.NEVER)

_DIFFERING: dict[str, tuple[Differs, ...]] = {
    **dict.fromkeys(OF_PROJECTS, (_by_json_keys,)),
    DOCUMENT: (_by_tables,),
    CONFTEST: (_by_parts,),
}
"""Those of all projects in which a few words differ."""

SHARED = {
    MANIFEST: Shared((_always,), MergeBy.JSON, Missed.NEVER),
    APPLIED: Shared((_always,), MergeBy.REPLACED, Missed.NEVER),
    APP: Shared((_always,)),
    ALCHEMY: Shared((_always,)),
    GUARDS: Shared((_by_guard,)),
    DEFAULT_ROUTE: Shared((_by_guard,)),
    README: Shared(
        (_by_accounts, _by_picture, _by_prefix, _by_json_keys), MergeBy.PROSE, Missed.NEVER
    ),
    AGENTS: Shared((_by_accounts, _by_prefix), MergeBy.PROSE, Missed.NEVER),
    DOCUMENTATION: Shared((_by_accounts, _by_rows, *_BY_PLUGINS), MergeBy.LINES),
    ENUMS: Shared(merge=MergeBy.LINES),
    OPENAPI_ENUMS: Shared(merge=MergeBy.LINES),
    OPENAPI_MANY_ROWS: Shared(merge=MergeBy.LINES),
    OPENAPI_PAIRS: Shared(merge=MergeBy.LINES),
    OPENAPI_ROW_BYTES: Shared(merge=MergeBy.LINES),
    EXAMPLE: _OF_ACCOUNTS,
    "SECURITY.md": _OF_ACCOUNTS,
    "docker-compose-prod.yml": _OF_ACCOUNTS,
    REQUIREMENTS: _OF_ACCOUNTS,
    LOCK: _OF_ACCOUNTS,
    HASHED: Shared(merge=MergeBy.LINES),
    IDS: Shared(merge=MergeBy.LINES),
    OWNERSHIP: Shared(merge=MergeBy.LINES, missed=Missed.FOR_ATTRIBUTES),
    **{
        path: Shared(_DIFFERING.get(path, ()), MergeBy.LINES, _missed(path))
        for path in {*REPLACEMENTS, *NAMED, *PARTED}
    },  # in which a few words differ
}
"""By path."""

STAYING = {
    COLUMNS: f"resources/{COLUMNS}",
    **{path: f"decimals/{path}" for path in DECIMALS},
}
"""Files that stay when the last field that needs them goes, and their templates.

Migrations use them still.
"""

GROWING = tuple(path for path, file in SHARED.items() if _always in file.differs)
"""Those that list the routes."""


def files_that_differ(spec: Spec, other: Spec) -> Iterable[str]:
    """Return the files among them that two specs of one project render differently."""
    return [
        path
        for path, file in SHARED.items()
        if any(differs(spec, other) for differs in file.differs)
    ]
