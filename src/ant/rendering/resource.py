"""The files of a route that has fields."""

from typing import Any

from ant.core.relations import Association, Collection, associations
from ant.core.route_names import RouteNames
from ant.core.spec import Route
from ant.rendering.code import text
from ant.rendering.columns import association_lines, column_line, is_hidden, model_imports
from ant.rendering.guards import collection_guards, guard_imports
from ant.rendering.order import natural_order
from ant.rendering.schema_lines import (
    kept,
    post_imports,
    post_line,
    put_imports,
    put_line,
    read_imports,
    read_line,
    readable,
    writable,
)
from ant.rendering.wrap import wrap_long_lines

HELPERS = (
    "from helper.functions.json_answer import if_match, page_answer, row_answer",
    "from helper.functions.list_query import list_query",
    "from helper.functions.load_body import load_body",
)
"""What the views of every resource import."""

Modules = dict[str, tuple[str, dict[str, Any]]]
"""By dotted module: the template below ``resource/``, and what its view has of its own."""


def resource_modules(
    route: Route, collections: tuple[Collection, ...], own: frozenset[str] = frozenset()
) -> Modules:
    """Return what a resource's modules are made from.

    ``own`` are modules that this version does not generate and that the views use all the same.
    """
    names, fields, claims = route.names, route.fields, route.claims
    columns = [each for each in fields if each.is_column]
    model = {
        "imports": model_imports(fields),
        "columns": [column_line(field, claims.get(field.column)) for field in columns],
        "repr": ", repr=False" if any(map(is_hidden, columns)) else "",
    }
    lines = [post_line(field, claims.get(field.column)) for field in writable(fields)]
    post = {"imports": post_imports(fields), "lines": lines}
    read = {"imports": read_imports(fields), "lines": _read_lines(route)}
    layers = _layers(route, collections) | _bodies(route, collections, own)
    modules: Modules = {
        names.model_module: ("model", {"model": model}),
        names.schema_module: ("post_schema", post),
        names.read_schema_module: ("read_schema", read),
        names.repository_module: ("repository", layers),
        names.service_module: ("service", layers),
        names.route_module: ("route", layers),
    }
    if kept(fields):
        modules[names.put_schema_module] = ("put_schema", _put_schema(route))
    for link in associations(route):
        modules[RouteNames(link.table).model_module] = ("association", _association(link))
    return modules


def _put_schema(route: Route) -> dict[str, Any]:
    names, fields = route.names, route.fields
    parent = f"from {names.schema_module} import {names.schema_class}"
    return {
        "imports": put_imports(fields, parent),
        "head": wrap_long_lines(f"class {names.put_schema_class}({names.schema_class}):").rstrip(),
        "lines": [put_line(each) for each in kept(fields)],
    }


def _read_lines(route: Route) -> list[str]:
    own = ["    created_at = Moment()", "    updated_at = Moment()"]
    lines = [read_line(field, route.claims.get(field.column)) for field in readable(route.fields)]
    return ["    id = Integer(bits=64)", *lines, *own]


def _association(link: Association) -> dict[str, Any]:
    return {
        "names": {"text": link.table, "class_name": RouteNames(link.table).class_name},
        "owner": link.route,
        "target": link.field.to,
        "columns": association_lines(link),
    }


def _layers(route: Route, collections: tuple[Collection, ...]) -> dict[str, Any]:
    """What the layers above the model need to know of the fields."""
    below = [_collection(route, each) for each in collections]
    passwords = [each.column for each in route.fields if each.kind.is_hidden]
    hidden = "".join(f", {text(name)}" for name in passwords)
    routes = [route.names, *(RouteNames(each.route) for each in collections)]
    links = [RouteNames(each["link"]["text"]) for each in below if each["is_many"]]
    return {
        "collections": below,
        "passwords": bool(passwords),
        "data": f"hashed(data{hidden})" if passwords else "data",
        "model_imports": _imports({each.model_module: each.class_name for each in routes}),
        "query_imports": _imports({e.model_module: e.class_name for e in (*routes, *links)}),
        "read_schema_imports": _imports(_read_schemas(route, collections)),
    }


def _bodies(
    route: Route, collections: tuple[Collection, ...], own: frozenset[str]
) -> dict[str, Any]:
    """How the views check a body: a PUT and a PATCH have schemas of their own where they differ."""
    names = route.names
    schemas = {names.schema_module: names.schema_class}
    put, patch = names.schema_class, f"{names.schema_class}, partial=True"
    if kept(route.fields) or names.put_schema_module in own:
        schemas[names.put_schema_module] = put = names.put_schema_class
    if names.patch_schema_module in own:
        schemas[names.patch_schema_module] = patch = names.patch_schema_class
    read = _read_schemas(route, collections)
    guards = guard_imports(route, collections)
    decorators = ["from decorators.idempotent import idempotent"] if route.idempotency else []
    decorators += [f"from decorators.token_required import {guards}"] if guards else []
    imports = [*decorators, *HELPERS, *_imports(schemas | read)]
    if_match = f"if_match({names.read_schema_class}{', required=True' if route.if_match else ''})"
    bodies: dict[str, Any] = {"put_body": put, "patch_body": patch}
    bodies |= {"if_match": if_match, "idempotent": ["@idempotent"] if route.idempotency else []}
    return {**bodies, "route_imports": imports}


def _read_schemas(route: Route, collections: tuple[Collection, ...]) -> dict[str, str]:
    routes = [route.names, *(RouteNames(collection.route) for collection in collections)]
    return {names.read_schema_module: names.read_schema_class for names in routes}


def _collection(route: Route, collection: Collection) -> dict[str, Any]:
    owner, name, field = route.names.text, collection.name, collection.field
    target = RouteNames(collection.route)
    view = {
        "name": name,
        "is_many": collection.is_many,
        "target": target_view(target),
        "column": field.column,
        "getter": f"get_{owner}_{name}",
        **collection_guards(route, collection),
    }
    if collection.is_many:
        link = Association(owner, field)
        view |= {
            "link": {"text": link.table, "class_name": RouteNames(link.table).class_name},
            "near": link.route_column,
            "far": link.field_column,
            "adder": f"add_{owner}_{name}",
            "remover": f"remove_{owner}_{name}",
        }
    return view


def target_view(names: RouteNames) -> dict[str, str]:
    """What one route's code says of another route."""
    return {
        "text": names.text,
        "class_name": names.class_name,
        "read_schema_class": names.read_schema_class,
    }


def _imports(names: dict[str, str]) -> list[str]:
    """Import lines of one name each, by module and in isort's order."""
    return [f"from {module} import {names[module]}" for module in sorted(names, key=natural_order)]
