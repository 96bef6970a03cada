"""Repair the record after a merge of two branches."""

import json
from collections.abc import Collection, Iterable, Mapping
from functools import partial, reduce
from typing import Any, NamedTuple

from ant import __version__
from ant.api.projects.from_code import last_known
from ant.api.projects.manifests import last_applied_spec
from ant.api.projects.record import Recorded, check_recorded, read_unsettled_record
from ant.api.projects.unfinished import check_finished
from ant.api.steps.presence import present_routes
from ant.artifacts.paths import APPLIED, path_of
from ant.artifacts.project import Owned, merged, render_by_owner
from ant.core.errors import BrokenRecord, InvalidSpec, Problem
from ant.core.fields.enums import ENUMS, with_recorded_enums
from ant.core.names.route_names import RouteNames
from ant.core.spec import Route, Spec
from ant.core.spec_reader import read_manifest
from ant.reconcile.texts.union import union
from ant.record.bundles import MEND, Bundle, Bundles, broken, pack
from ant.record.layout import SPEC, STUB, TABLES, record_file
from ant.record.tables_text import tables_text
from ant.record.writing import PROJECT_KEY, route_text, tables_made
from ant.workspace.project import ReadOnlyProject

_NOT_TOGETHER = "What two branches have generated does not go together."


class Settled(NamedTuple):
    """The spec that the code was last brought in line with, and the record of it."""

    applied: Spec
    recorded: Recorded
    repaired: tuple[str, ...] = ()
    """What was repaired after a merge, as sentences."""


def settled(project: ReadOnlyProject, target: Spec | None) -> Settled:
    """Return what was applied last, also after a merge of two branches.

    Changes of different routes are side by side after a merge of git. A route that both branches
    changed is united with everything that the code has; where they contradict, ``target`` decides,
    if it is known. Raises ``BrokenRecord`` where too little is left, and ``UnfinishedMerge`` for
    files that have the marks of a conflict.
    """
    recorded = read_unsettled_record(project)
    known = last_known(project)
    if not recorded.exists:
        return Settled(known or last_applied_spec(project), recorded)  # which raises why it is lost
    removed = [route.names.text for route in known.routes] if known else []
    still = [
        name
        for name in removed
        if name not in recorded.bundles and project.exists(path_of(RouteNames(name).route_module))
    ]
    if known is not None:
        check_recorded(recorded, known, still)
    texts = recorded.every_text()  # raises where any of it is damaged
    both, gone = recorded.unsettled, list[str]()
    if both or target is None:
        check_finished(project, texts)
        recorded, gone = _without_gone(project, recorded, target)
        both = recorded.unsettled
    spec = _recorded_spec(project, recorded, target, both)
    is_known = known is not None and _same(known, spec)
    if is_known and not both and not gone:
        return Settled(spec, recorded)
    owned = render_by_owner(spec)
    bundles = {
        owner: _settled_bundles(owner, found, (spec, owned)) if owner in both else found
        for owner, found in recorded.bundles.items()
    }
    repaired = [f"{record_file(owner)}: both branches had changed it" for owner in sorted(both)]
    repaired += [f"{record_file(owner)}: nothing of the route is left" for owner in gone]
    repaired += [] if is_known else [f"{APPLIED}: made anew from the record"]
    return Settled(spec, recorded._replace(bundles=bundles), tuple(repaired))


def _without_gone(
    project: ReadOnlyProject, recorded: Recorded, wanted: Spec | None
) -> tuple[Recorded, list[str]]:
    """The record without the routes that one branch has destroyed or renamed, and their names.

    Where the other branch has changed such a route, git leaves its record, and its code went. One
    whose model is in another file has been moved.
    """
    missing = [
        owner
        for owner in recorded.bundles
        if owner
        and not (wanted and wanted.route(owner))
        and not any(map(project.exists, recorded.texts_of([owner])))
    ]
    code = [*project.all_code().values()] if missing else []
    gone = [
        owner
        for owner in missing
        if not any(b"class %b(" % RouteNames(owner).class_name.encode() in text for text in code)
    ]
    left = {owner: found for owner, found in recorded.bundles.items() if owner not in gone}
    return recorded._replace(bundles=left), sorted(gone)


def _same(one: Spec, other: Spec) -> bool:
    return json.dumps(one.to_json()) == json.dumps(other.to_json())  # 1 and true differ


def _recorded_spec(
    project: ReadOnlyProject, recorded: Recorded, target: Spec | None, both: Collection[str]
) -> Spec:
    """The spec of the record's routes, in the order in which they were known before."""
    text = project.read([APPLIED]).get(APPLIED, b"")
    ordered = sorted(filter(None, recorded.bundles), key=partial(_place_in, text))
    value = _about(recorded)
    entries_of = {name: _entries(recorded.bundles[name], name) for name in ordered}
    values = {name: [entry.pop(ENUMS, {}) for entry in entries_of[name]] for name in ordered}
    routes = {name: _entry(entries_of[name], target and target.route(name)) for name in ordered}
    try:
        spec = with_recorded_enums(_read({**value, "routes": routes}), values)
    except InvalidSpec as error:
        if target is None:
            raise BrokenRecord(*error.problems, Problem(_NOT_TOGETHER, hint=MEND)) from None
        entries = {route.names.text: route.to_json() for route in target.routes}
        known = {name: entries.get(name, entry) for name, entry in routes.items()}
        spec = _read({**value, "routes": {**known, **entries}})
        both = [route.names.text for route in spec.routes]
    if not both:
        return spec
    present = {route.names.text: route for route in present_routes(project, spec)}
    after: dict[str, Route | None] = {route.names.text: route for route in spec.routes}
    after |= {name: present.get(name) for name in both}
    kept = [after[route.names.text] for route in spec.routes]
    return spec._replace(routes=tuple(route for route in kept if route is not None))


def _read(value: dict[str, Any]) -> Spec:
    return read_manifest(value, lambda path: ".".join(map(str, path)), was_applied=True)


def _place_in(text: bytes, name: str) -> tuple[int, str]:
    """The position of a route in a spec, readable or not; the last one where it is not there."""
    place = text.find(b'\n    "%s": ' % name.encode())
    return (place if place >= 0 else len(text), name)


def _about(recorded: Recorded) -> dict[str, Any]:
    """The parts of the record's spec that belong to no route, and the version that made it."""
    place = record_file("")
    [*bundles] = recorded.bundles[""].by_key.get(PROJECT_KEY, ())
    try:
        about = json.loads(bundles[0].files[SPEC])
        return {"ant": bundles[0].version, "project": about}
    except (IndexError, KeyError, ValueError) as error:
        raise broken(place) from error


def _entries(bundles: Bundles, name: str) -> list[dict[str, Any]]:
    """The entries of a route in both branches, without repetitions."""
    try:
        texts = [bundle.files[SPEC] for same in bundles.by_key.values() for bundle in same]
        return [json.loads(text) for text in dict.fromkeys(texts)]
    except (KeyError, ValueError) as error:
        raise broken(record_file(name)) from error


def _entry(entries: list[dict[str, Any]], target: Route | None) -> dict[str, Any]:
    """The union of several entries of a route; one with fields has no method and no mock."""
    if len(entries) == 1:
        return entries[0]
    preferred = target.to_json() if target else {}
    entry = reduce(lambda left, right: _together(left, right, preferred), entries)
    if "fields" in entry:
        return {key: value for key, value in entry.items() if key not in ("type", "mock")}
    return entry


def _together(
    left: Mapping[str, Any], right: Mapping[str, Any], preferred: Mapping[str, Any]
) -> dict[str, Any]:
    result = dict(left)
    for key, value in right.items():
        if isinstance(value, dict) and isinstance(left.get(key), dict) and key != "mock":
            result[key] = _together(left[key], value, preferred.get(key, {}))
        elif key not in left or preferred.get(key) == value:
            result[key] = value
    return result


def _settled_bundles(owner: str, bundles: Bundles, generated: tuple[Spec, Owned]) -> Bundles:
    spec, owned = generated
    route = spec.route(owner) if owner else None
    every = [bundle for same in bundles.by_key.values() for bundle in same]
    described = {}
    if route is not None:
        tables = tables_made(route, every, None)
        described = {SPEC: route_text(route), TABLES: tables_text(tables)}
    texts = merged({owner: owned.get(owner, {})})
    if route is None:
        return Bundles(
            {key: (_one(same, described, texts),) for key, same in bundles.by_key.items()}
        )
    key = "resource" if route.fields else STUB
    like = [bundle for bundle in every if bundle.key == key] or every
    return Bundles({key: (_one(like, described, texts),)})


def _one(
    same: Iterable[Bundle], described: Mapping[str, bytes], generated: Mapping[str, bytes]
) -> Bundle:
    """One bundle made of several: as generated where one is of this version, else their union."""
    first, *others = same
    files = dict(first.files)
    for other in others:
        for path, text in other.files.items():
            files[path] = union(path, files[path], text) if path in files else text
    if all(bundle.version == __version__ for bundle in (first, *others)):
        files |= {path: generated[path] for path in files if path in generated}
    return pack(first.key, first.version, {**files, **described})
