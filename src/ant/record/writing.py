"""What the files of a record hold after something was generated."""

import json
from collections.abc import Iterable, Mapping

from ant import __version__
from ant.core.fields.enums import ENUMS
from ant.core.spec import Route, Spec
from ant.record.bundles import Bundle, Bundles, Files, pack, write_bundles
from ant.record.layout import SPEC, STUB, TABLES, is_recorded, record_file
from ant.record.tables_text import read_tables, tables_text
from ant.rendering.tables.tables import DEFAULT_TABLE, Table, project_tables, tables_of

PROJECT_KEY = "=project"
"""The key of the bundle with the project's part of the spec."""

Texts = Mapping[str, Mapping[str, bytes | None]]
"""New pristine texts by owner and path; None where a file is not generated any more."""

EMPTY = Bundles({})


def written_record(
    texts: Texts, spec: Spec, known: Mapping[str, Bundles], version: str | None = None
) -> dict[str, bytes | None]:
    """Return the files of the record of some owners, by path; None for a removed route.

    ``known`` is their present record, and ``version`` the version of all bundles from now on; by
    default present bundles keep their own, and new ones have the running one.
    """
    written: dict[str, bytes | None] = {}
    for owner, changed in texts.items():
        recorded = {path: text for path, text in changed.items() if is_recorded(path)}
        before = {key: same[0] for key, same in known.get(owner, EMPTY).by_key.items()}
        route = spec.route(owner)
        if not owner:
            after = _project_bundles(before, recorded, spec, version)
        elif route is not None:
            after = [_route_bundle(before, recorded, route, version)]
        else:
            after = []
        written[record_file(owner)] = write_bundles(after) if after else None
    return written


def _project_bundles(
    before: Mapping[str, Bundle], texts: Mapping[str, bytes | None], spec: Spec, version: str | None
) -> list[Bundle]:
    """One bundle for each file, so that two branches which change two of them meet in none."""
    about = {SPEC: _json({**spec._replace(routes=()).to_json()["project"]})}
    known = before.get(PROJECT_KEY)
    is_older = known is not None and not version and known.version != __version__
    tables = tables_text([DEFAULT_TABLE, *project_tables(spec)])
    about[TABLES] = known.files[TABLES] if known and is_older else tables
    files_of: dict[str, Files | None] = (
        {key: bundle.files for key, bundle in before.items()} if version else {}
    )
    files_of |= {path: None if text is None else {path: text} for path, text in texts.items()}
    files_of[PROJECT_KEY] = about
    after = dict(before)
    for key, files in files_of.items():
        if files is None:
            after.pop(key, None)
        else:
            after[key] = _packed(key, files, before.get(key), version)
    return [*after.values()]


def _route_bundle(
    before: Mapping[str, Bundle],
    texts: Mapping[str, bytes | None],
    route: Route,
    version: str | None,
) -> Bundle:
    old = next(iter(before.values()), None)
    files = {**(old.files if old else {}), **texts}
    tables = tables_made(route, before.values(), version)
    files |= {SPEC: route_text(route), TABLES: tables_text(tables)}
    present = {path: text for path, text in sorted(files.items()) if text is not None}
    return _packed("resource" if route.fields else STUB, present, old, version)


def route_text(route: Route) -> bytes:
    """Return a route's spec for the record, with the values of the enums that it uses.

    The project may have others by the time it is read, as where another branch has changed them.
    """
    values = {field.enum: field.values for field in route.fields if field.of and field.enum}
    return _json({**route.to_json(), **({ENUMS: values} if values else {})})


def tables_made(route: Route, olds: Iterable[Bundle], version: str | None) -> list[Table]:
    """Return the tables of a route as migrations have made them, maybe in an older version.

    ``olds`` are the records of the route, one for each branch where there are several.
    """
    tables, olds = tables_of([route], None), list(olds)
    if version or any(old.version == __version__ for old in olds):
        return tables
    made = {
        (table.name, column.name): column
        for old in olds
        for table in read_tables(old.files[TABLES])
        for column in table.columns
    }
    return [
        table._replace(
            columns=tuple(made.get((table.name, column.name), column) for column in table.columns)
        )
        for table in tables
    ]


def _packed(key: str, files: Files, old: Bundle | None, version: str | None) -> Bundle:
    target = version or (old.version if old else __version__)
    if old and (old.key, old.version) == (key, target) and old.files == files:
        return old
    return pack(key, target, files)


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()
