"""All files that a spec generates."""

from collections.abc import Iterable

from ant.artifacts.paths import DOCUMENTATION, ENV_FILE, OWNERSHIP, README, TESTED_PREFIX
from ant.artifacts.plugins import plugin_of
from ant.artifacts.shared import (
    VARIANTS,
    Files,
    files_that_differ,
    has_resources,
    in_variants,
    uses_references,
)
from ant.artifacts.where_needed import files_where_needed
from ant.core.access.guards import with_guards
from ant.core.access.preconditions import with_preconditions
from ant.core.deletion import keeping_references, with_kept_references
from ant.core.memo import remembered
from ant.core.names.route_names import REFRESH_TOKENS, RouteNames
from ant.core.names.table_names import with_renamed_targets
from ant.core.relations import all_collections, associations
from ant.core.spec import Route, Secrets, Spec
from ant.core.url_prefix import with_prefix
from ant.rendering.code import literal
from ant.rendering.engine import SUFFIX, render_template
from ant.rendering.guards import default_guards
from ant.rendering.import_order import natural_order
from ant.rendering.manifest import manifest_text
from ant.rendering.tables.tables import project_tables
from ant.rendering.templates import read_template, template_paths
from ant.rendering.wrap import wrap_long_lines

FOLDER = "project"
RESOURCES = "resources"

Owned = dict[str, Files]
"""Files by what they belong to: the name of a route, or ``PROJECT``."""

PROJECT = ""
"""The owner of the files that belong to no route."""

DEFAULT = RouteNames("default")
"""The resource that every project has; its files are the template's own."""


def render_project(spec: Spec) -> Files:
    """Return every file that the spec determines, by path: all but ``.env``."""
    return merged(render_by_owner(spec))


def render_by_owner(spec: Spec) -> Owned:
    """Return the same files, by what they belong to."""
    paths = [path.removeprefix(f"{FOLDER}/") for path in template_paths(FOLDER)]
    shared = [path.removesuffix(SUFFIX) for path in paths if path != ENV_FILE + SUFFIX]
    common = render_shared(spec, shared) | _of_resources(spec) | files_where_needed(spec)
    return {PROJECT: common} | _of_routes(spec, spec.routes)


def difference_by_owner(spec: Spec, other: Spec) -> Owned:
    """Return those files of a spec that another spec may render differently, by owner.

    The cost depends on how much the two differ, not on how large they are, but for the few files
    that list all routes.
    """
    if spec[:2] != other[:2]:
        return render_by_owner(spec)
    common = render_shared(spec, files_that_differ(spec, other)) | _of_resources(spec, other)
    return {PROJECT: common | files_where_needed(spec)} | _of_routes(
        spec, _changed_routes(spec, other)
    )


def owners_of_difference(spec: Spec, other: Spec) -> set[str]:
    """Return the routes that have files which differ between two specs."""
    if spec[:2] != other[:2]:
        return {route.names.text for route in spec.routes}
    return {route.names.text for route in _changed_routes(spec, other)}


def merged(owned: Owned) -> Files:
    """Return all files in one mapping."""
    return {path: content for files in owned.values() for path, content in files.items()}


def paths_of_difference(spec: Spec, other: Spec) -> set[str]:
    """Return the paths of ``difference_by_owner``, without rendering them."""
    if spec[:2] != other[:2]:
        return {*render_project(spec)}
    from ant.artifacts.registry import route_paths  # noqa: PLC0415, slow to load

    routes = [path for route in _changed_routes(spec, other) for path in route_paths(route)]
    shared = files_that_differ(spec, other)
    return {*shared, *routes, *files_where_needed(spec), *_of_resources(spec, other)}


@remembered
def _changed_routes(spec: Spec, other: Spec) -> tuple[Route, ...]:
    unlike = {route.names.text for route in spec.routes_unlike(other)}
    if spec.defaults != other.defaults:
        unlike |= {route.names.text for route in spec.routes}
    unlike |= keeping_references(spec) ^ keeping_references(other)
    unlike |= with_renamed_targets(spec, other)
    collections, other_collections = (
        all_collections(with_guards(version).routes) for version in (spec, other)
    )
    return tuple(
        route
        for route in spec.routes
        for name in [route.names.text]
        if name in unlike or collections.get(name) != other_collections.get(name)
    )


def render_env_file(spec: Spec, secrets: Secrets) -> bytes:
    """Return ``.env``, which is written once, holds secrets, and is never rendered again."""
    view: dict[str, object] = {"project": _project_view(spec), "secrets": secrets._asdict()}
    return _content(ENV_FILE + SUFFIX, view)


def render_shared(spec: Spec, paths: Iterable[str]) -> dict[str, bytes]:
    """Return files that belong to no route, by path."""
    wiring = [_wiring_view(names) for names in (DEFAULT, *(route.names for route in spec.routes))]
    tables = [view["model_module"] for view in wiring]
    tables += [
        RouteNames(association.table).model_module
        for route in spec.routes
        for association in associations(route)
    ]
    if spec.accounts:
        wiring.append(_wiring_view(RouteNames("auth")))
        tables.append(RouteNames(REFRESH_TOKENS).model_module)
    has_model = README in paths and has_resources(spec)
    tables += [RouteNames(table.name).model_module for table in project_tables(spec)]
    view: dict[str, object] = {
        "project": _project_view(spec),
        "manifest": manifest_text(spec),
        "has_model": has_model,
        "has_accounts": bool(spec.accounts),
        "has_references": uses_references(spec),
        "plugin": plugin_of(spec),
        "default_guards": default_guards(spec),
        "model": _model_text(spec) if has_model else "",
        "routes": wiring,
        "routes_by_module": sorted(wiring, key=lambda view: natural_order(view["route_module"])),
        "models": sorted(tables, key=natural_order),
    }
    templates = set(template_paths(FOLDER))
    files = {}
    for path in paths:
        template = path + SUFFIX if f"{FOLDER}/{path}{SUFFIX}" in templates else path
        files[path] = _content(template, view)
    if spec.accounts:
        from ant.artifacts.accounts import with_requirements  # noqa: PLC0415, few have them

        files = with_requirements(files)
    return in_variants(files, spec)


def _model_text(spec: Spec) -> str:
    from ant.rendering.pictures.mermaid import short_model_text  # noqa: PLC0415, seldom needed

    return short_model_text(spec)


def render_files(spec: Spec, paths: Iterable[str]) -> Files:
    """Return those of some files that the spec determines; a few more may come with them."""
    templates = {
        path.removeprefix(f"{FOLDER}/").removesuffix(SUFFIX) for path in template_paths(FOLDER)
    }
    shared = [path for path in paths if path in templates and path != ENV_FILE]
    routes = merged(_of_routes(spec, routes_in_paths(spec, paths)))
    return _of_resources(spec) | render_shared(spec, shared) | routes | files_where_needed(spec)


def routes_in_paths(spec: Spec, paths: Iterable[str]) -> tuple[Route, ...]:
    """Return the routes whose names are in some paths."""
    lower = "\n".join(paths).lower()  # no name has a line break, so one search is for all of them
    return tuple(
        route
        for route in spec.routes
        if route.names.text in lower or route.names.stem.lower() in lower
    )


def _content(path: str, view: dict[str, object]) -> bytes:
    if not path.endswith(SUFFIX):
        return read_template(f"{FOLDER}/{path}")
    text = render_template(f"{FOLDER}/{path}", view)
    is_code = path.endswith(f".py{SUFFIX}") and path != DOCUMENTATION + SUFFIX  # which has prose
    return (wrap_long_lines(text) if is_code else text).encode()


def _of_routes(spec: Spec, routes: tuple[Route, ...]) -> Owned:
    """The files of some routes."""
    if not routes:
        return {}
    from ant.artifacts.alike import render_routes  # noqa: PLC0415, a new project may have none
    from ant.artifacts.registry import render_route  # noqa: PLC0415

    names = {route.names.text for route in routes}
    guarded = with_prefix(with_kept_references(with_preconditions(with_guards(spec)))).routes
    routes = tuple(route for route in guarded if route.names.text in names)
    owned = render_routes(route for route in routes if not route.fields)
    collections = all_collections(guarded)
    for route in routes:
        if route.fields:
            name = route.names.text
            owned[name] = render_route(route, collections.get(name, ()))
    return owned


def _of_resources(spec: Spec, other: Spec | None = None) -> dict[str, bytes]:
    """The files that all routes with fields share, unless another spec gives them as well."""
    if not has_resources(spec):
        return {}
    if other is None or not has_resources(other):
        paths = {path.removeprefix(f"{RESOURCES}/") for path in template_paths(RESOURCES)}
    else:
        paths = {TESTED_PREFIX + SUFFIX} if spec.prefix != other.prefix else set()
        shared = {path.removeprefix(f"{RESOURCES}/") for path in template_paths(RESOURCES)}
        for variant in VARIANTS:
            if variant.is_needed(spec) != variant.is_needed(other):
                paths |= variant.replacements.keys() & shared
    view: dict[str, object] = {"prefix": spec.prefix}
    files = {
        path.removesuffix(SUFFIX): render_template(f"{RESOURCES}/{path}", view).encode()
        if path.endswith(SUFFIX)
        else read_template(f"{RESOURCES}/{path}")
        for path in sorted(paths - {OWNERSHIP})
    }
    return in_variants(files, spec)


def _project_view(spec: Spec) -> dict[str, str]:
    return {
        "name": spec.name.text,
        "description": spec.description,
        "description_literal": str(literal(spec.description)),
        "slug": spec.name.slug,
        "database": spec.name.database,
        "prefix": spec.prefix,
        "json_keys": spec.json_keys,
    }


def _wiring_view(names: RouteNames) -> dict[str, str]:
    """What the files need that list all routes: of every route, so no more than that."""
    return {
        "blueprint": names.blueprint,
        "route_module": names.route_module,
        "model_module": names.model_module,
    }
