"""The files that belong to no route: when they change, and how they are merged.

All others follow from their templates alone: the same bytes in every project, Python by units.
"""

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from ant.artifacts.camel_case import OF_PROJECTS, REPLACEMENTS
from ant.artifacts.merging import MergeBy, Missed
from ant.artifacts.named_tables import DOCUMENT, NAMED, uses_tables
from ant.artifacts.paths import (
    AGENTS,
    ALCHEMY,
    APP,
    APPLIED,
    CHECKED_COLLECTIONS,
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
from ant.artifacts.replacements import Replacements, replaced
from ant.core.fields.enums import used_enums
from ant.core.json_keys import uses_camel
from ant.core.memo import once
from ant.core.spec import Spec

Files = dict[str, bytes]
"""Contents by path."""

Aspect = Callable[[Spec], object]
"""What of a spec a file depends on: two specs that are alike in it give the same file."""


class Variant(NamedTuple):
    """A form of shared files that only some projects have."""

    is_needed: Callable[[Spec], bool]
    replacements: Mapping[str, Replacements]
    """By path, texts of the templates and their replacements."""


VARIANTS = (
    Variant(refers_to_several, PARTED),
    Variant(uses_camel, REPLACEMENTS),
    Variant(uses_tables, NAMED),
)
"""In the order in which they are applied: some replace texts that others have put there."""


def in_variants(files: Files, spec: Spec) -> Files:
    """Return shared files as a project with this spec has them."""
    for variant in VARIANTS:
        if variant.is_needed(spec):
            files = {
                path: replaced(text, variant.replacements.get(path, ()))
                for path, text in files.items()
            }
    return files


class Shared(NamedTuple):
    """A kind of file that a project has once."""

    depends_on: tuple[Aspect, ...] = ()
    """What two specs of one project have to differ in to render it differently, if at all."""
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
def holds_passwords(spec: Spec) -> bool:
    """Whether rows of any route have passwords."""
    return any(field.kind.is_hidden for route in spec.routes for field in route.fields)


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


def _all(_spec: Spec) -> object:
    """Stands for the whole spec: what lists the routes is always rendered anew."""
    return object()


def _with_accounts(spec: Spec) -> bool:
    return bool(spec.accounts)


def _pictured(spec: Spec) -> list[tuple[object, ...]]:
    """What a picture shows of the routes with fields."""
    return [
        (route.names, route.fields, route.rules, route.delete, route.stored_as)
        for route in spec.routes
        if route.fields
    ]


def _missed(path: str) -> Missed:
    return Missed.ALWAYS if path.startswith(CODE) else Missed.NEVER


_GUARD, _PREFIX = attrgetter("auth"), attrgetter("prefix")

_OF_PLUGINS = (makes_in_bulk, holds_bytes, has_enums, refers_to_several)
"""What decides which plugin describes the views."""

_OF_ACCOUNTS = Shared((_with_accounts,), MergeBy.LINES, Missed.NEVER)

_DIFFERING: dict[str, tuple[Aspect, ...]] = {
    **dict.fromkeys(OF_PROJECTS, (uses_camel,)),
    DOCUMENT: (uses_tables,),
    CONFTEST: (refers_to_several,),
}
"""Those of all projects in which a few words differ."""

SHARED = {
    MANIFEST: Shared((_all,), MergeBy.JSON, Missed.NEVER),
    APPLIED: Shared((_all,), MergeBy.REPLACED, Missed.NEVER),
    APP: Shared((_all,)),
    ALCHEMY: Shared((_all,)),
    GUARDS: Shared((_GUARD,)),
    DEFAULT_ROUTE: Shared((_GUARD,)),
    README: Shared((_with_accounts, _pictured, _PREFIX, uses_camel), MergeBy.PROSE, Missed.NEVER),
    AGENTS: Shared((_with_accounts, _PREFIX), MergeBy.PROSE, Missed.NEVER),
    DOCUMENTATION: Shared((_with_accounts, has_resources, *_OF_PLUGINS), MergeBy.LINES),
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
        for variant in VARIANTS
        for path in variant.replacements
    },  # in which a few words differ
}
"""By path."""

PERMANENT = {COLUMNS: f"resources/{COLUMNS}", **{path: f"decimals/{path}" for path in DECIMALS}}
"""Files that are kept when the last field that needs them is removed, and their templates.

Migrations use them still.
"""

FORMERLY_COMMON = {CHECKED_COLLECTIONS: f"collections/{CHECKED_COLLECTIONS}"}
"""Files that version 0.2.0 gave every project with fields, and their templates.

Now only those have them that need them, and generated code imports them there.
"""

GROWING = tuple(path for path, file in SHARED.items() if _all in file.depends_on)
"""Those that list the routes."""


def files_that_differ(spec: Spec, other: Spec) -> Iterable[str]:
    """Return the files among them that two specs of one project render differently."""
    aspects = {aspect for file in SHARED.values() for aspect in file.depends_on}
    unlike = {aspect for aspect in aspects if aspect(spec) != aspect(other)}
    return [path for path, file in SHARED.items() if not unlike.isdisjoint(file.depends_on)]
