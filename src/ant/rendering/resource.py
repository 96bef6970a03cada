"""What the templates of a route that has fields know."""

from typing import Any

from ant.core.deletion import as_stored
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import polymorphic, sent
from ant.core.keys import is_text
from ant.core.names.route_names import RouteNames
from ant.core.relations import Association, Collection, bulk_method, bytes_methods
from ant.core.spec import Route
from ant.rendering.code import text
from ant.rendering.guards import collection_guards, guard_imports
from ant.rendering.import_order import natural_order
from ant.rendering.repository_lines import bytes_view, listing_of, repository_view
from ant.rendering.schema_lines import (
    bytes_line,
    kept_by_put,
    links_line,
    post_imports,
    post_line,
    put_imports,
    put_line,
    read_imports,
    read_line,
    readable,
    row_of_line,
    shown_id_line,
    writable,
)
from ant.rendering.tables.columns import (
    association_lines,
    column_line,
    computed_lines,
    deletion_line,
    id_line,
    is_hidden,
    key_lines,
    model_imports,
)
from ant.rendering.tables.keys import argument_lines, imported, own_arguments
from ant.rendering.wrap import wrap_long_lines

_ANSWERS = "from helper.functions.json_answer import if_match, page_answer, row_answer"
_QUERIES = "from helper.functions.list_query import list_query"
_BODIES = "from helper.functions.load_body import load_body"
"""What the views of every resource import."""
_FOUND = "from helper.execution_tracking.NotFound import found"
_QUERIES_OF_ONE = "from helper.functions.list_query import ListQuery, list_query"
"""What those import that answer with the one row that belongs to another."""
_BYTES = "from helper.functions.bytes_answer import bytes_answer"

_UUID = "UUID"
View = dict[str, Any]


def model_view(route: Route) -> View:
    """Return the view of a model."""
    route = as_stored(route)
    columns = [field for field in route.fields if field.is_column and not field.is_key]
    lines = [column_line(field, route.claims.get(field.key)) for field in columns]
    lines += [line for reference in polymorphic(columns) for line in computed_lines(reference)]
    key, counts = route.key_field, route.id is None and route.key_field is None
    return {
        "imports": model_imports(route.fields, frozenset(imported(route)), route.id),
        "id": "\n".join(key_lines(key)) if key else id_line(route.id),
        "counts": counts,
        "own_arguments": [] if counts else own_arguments(route),
        "arguments": argument_lines(route),
        "columns": [*lines, *([deletion_line()] if route.delete else [])],
        "repr": ", repr=False" if route.delete or any(map(is_hidden, columns)) else "",
    }


def post_schema_view(route: Route) -> View:
    """Return the view of the schema of a POST."""
    named = [route.id] if route.id and is_text(route.id) and not route.key_field else []
    known, claims = sent(route.fields), route.claims
    fields, written = (*named, *known), writable(known)
    reserved = _own_urls(route) if is_text(route.id) else ()
    lines = [post_line(id, reserved=reserved) for id in named]
    lines += [
        post_line(field, claims.get(field.key), reserved if field.is_key else ())
        if field.is_column
        else links_line(field, is_sent=True)
        for field in known
        if field in written or not field.is_column
    ]
    references = polymorphic(route.fields)
    lines += [row_of_line(reference) for reference in references]
    return {"imports": post_imports(fields, polymorphic=bool(references)), "lines": lines}


def _own_urls(route: Route) -> tuple[str, ...]:
    """The path segments of subroutes, at the place of an id in URLs."""
    return tuple(subroute.name for subroute in route.subroutes if subroute.method != "POST")


def read_schema_view(route: Route) -> View:
    """Return the view of the schema of answers."""
    known = sent(route.fields)
    return {"imports": read_imports(known, route.id), "lines": _read_lines(route, known)}


def layers_view(
    route: Route, collections: tuple[Collection, ...], own: frozenset[str] = frozenset()
) -> View:
    """Return the view of the layers above the model.

    ``own`` are modules that this version does not generate and that the views still use.
    """
    return _layers(route, collections) | _bodies(route, collections, own)


def put_schema_view(route: Route) -> View:
    """Return the view of the schema of a PUT."""
    names, fields = route.names, route.fields
    parent = f"from {names.schema_module} import {names.schema_class}"
    return {
        "imports": put_imports(fields, parent),
        "given_id": route.key_field.code_name if route.key_field else "id",
        "is_without_id": has_client_key(route),
        "kept": _words_of_kept(fields),
        "head": wrap_long_lines(f"class {names.put_schema_class}({names.schema_class}):").rstrip(),
        "lines": [put_line(field) for field in kept_by_put(fields)],
    }


def _words_of_kept(fields: tuple[Field, ...]) -> str:
    private = {field.private or field.kind.is_hidden for field in kept_by_put(fields)}
    return (
        "private fields"
        if False not in private
        else "hidden fields"
        if len(private) == 2
        else "bytes"
    )


def has_put_schema(route: Route) -> bool:
    """Whether the body of a PUT is validated differently from that of a POST."""
    return bool(kept_by_put(route.fields)) or has_client_key(route)


def has_client_key(route: Route) -> bool:
    """Whether clients give the key of a new row."""
    return is_text(route.id) or route.key_field is not None


def _read_lines(route: Route, fields: tuple[Field, ...]) -> list[str]:
    own = ["    created_at = Moment()", "    updated_at = Moment()"]
    shown = readable(fields)
    lines = [
        bytes_line(field)
        if field.has_url
        else read_line(field, route.claims.get(field.key))
        if field.is_column
        else links_line(field)
        for field in fields
        if field in shown or field.has_url or not field.is_column
    ]
    return [shown_id_line(route.id), *lines, *own]


def association_view(link: Association) -> View:
    """Return the view of the model of a table between two routes."""
    return {
        "names": {"text": link.table, "class_name": RouteNames(link.table).class_name},
        "owner": link.route,
        "target": link.field.to,
        "columns": association_lines(link),
        "uuids": any(id_view(id)["type"] == _UUID for id in link.ids.values()),
    }


def _layers(route: Route, collections: tuple[Collection, ...]) -> View:
    """What the layers above the model need to know of the fields."""
    below = [_collection(route, collection) for collection in collections]
    far = {view["far_id"]["type"] for view in below if view["is_many"]}
    own_id = id_view(route.id)
    uuids = _UUID in far | {own_id["type"]}
    restores = bool(route.key_field and route.delete)  # by its own method, which takes an id
    named = below or bytes_methods(route) or restores
    queried = far | ({own_id["type"]} if named else set())
    passwords = [field.attribute for field in route.fields if field.kind.is_hidden]
    hidden = "".join(f", {text(name)}" for name in passwords)
    routes = [route.names, *(RouteNames(collection.route) for collection in collections)]
    links = [
        RouteNames(collection["link"]["text"]) for collection in below if collection["is_many"]
    ]
    return {
        "collections": below,
        "id": own_id,
        "uuids": uuids,
        "standard_imports": ["from uuid import UUID", ""] if uuids else [],
        "queries_uuids": _UUID in queried,
        "passwords": bool(passwords),
        "data": f"hashed(data{hidden})" if passwords else "data",
        "model_imports": _imports({names.model_module: names.class_name for names in routes}),
        "query_imports": _imports(
            {names.model_module: names.class_name for names in (*routes, *links)}
        ),
        **repository_view(route, collections),
        "read_schema_imports": _imports(_read_schemas(route, collections)),
        "is_kept": bool(route.delete),
        "bulk": bulk_method(route) if route.bulk else "",
        **bytes_view(route),
    }


def _bodies(route: Route, collections: tuple[Collection, ...], own: frozenset[str]) -> View:
    """How the views check a body: a PUT and a PATCH have schemas of their own where they differ."""
    names = route.names
    schemas = {names.schema_module: names.schema_class}
    put, patch = names.schema_class, f"{names.schema_class}, partial=True"
    if has_put_schema(route) or names.put_schema_module in own:
        schemas[names.put_schema_module] = put = names.put_schema_class
    if has_client_key(route):
        patch = f"{put}, partial=True"
    if names.patch_schema_module in own:
        schemas[names.patch_schema_module] = patch = names.patch_schema_class
    read = _read_schemas(route, collections)
    guards = guard_imports(route, collections)
    decorators = ["from decorators.idempotent import idempotent"] if route.idempotency else []
    decorators += [f"from decorators.token_required import {guards}"] if guards else []
    bulk = ["from helper.functions.bulk import load_bodies, rows_answer"] if route.bulk else []
    bulk += [_BYTES] if bytes_methods(route) else []
    of_one = any(collection.is_single for collection in collections)
    helpers = [*([_FOUND] if of_one else []), *bulk, _ANSWERS]
    helpers += [_QUERIES_OF_ONE if of_one else _QUERIES, _BODIES]
    imports = [*decorators, *helpers, *_imports(schemas | read)]
    if_match = f"if_match({names.read_schema_class}{', required=True' if route.if_match else ''})"
    bodies: dict[str, Any] = {"put_body": put, "patch_body": patch}
    bodies |= {"if_match": if_match, "idempotent": ["@idempotent"] if route.idempotency else []}
    return {**bodies, "route_imports": imports}


def _read_schemas(route: Route, collections: tuple[Collection, ...]) -> dict[str, str]:
    routes = [route.names, *(RouteNames(collection.route) for collection in collections)]
    return {names.read_schema_module: names.read_schema_class for names in routes}


def _collection(route: Route, collection: Collection) -> View:
    owner, name = route.names.text, collection.name
    target = RouteNames(collection.route)
    view = {
        "name": name,
        "is_many": collection.is_many,
        "is_single": collection.is_single,
        "listing": listing_of(collection),
        "target": target_view(target),
        "column": collection.field.attribute,
        "getter": f"get_{owner}_{name}",
        **collection_guards(route, collection),
    }
    if collection.is_many:
        link = collection.link
        near, far = collection.ends
        view |= {
            "link": {"text": link.table, "class_name": RouteNames(link.table).class_name},
            "near": near,
            "far": far,
            "far_id": id_view(collection.far_id),
            "adder": f"add_{owner}_{name}",
            "remover": f"remove_{owner}_{name}",
        }
    return view


def id_view(id: Field | None) -> dict[str, str]:
    """The type of ids in the layers, and the converter of one in a URL."""
    if id is None:
        return {"type": "int", "converter": "int"}
    return {"type": id.kind.annotation, "converter": id.kind.converter}


def target_view(names: RouteNames) -> dict[str, str]:
    """The words of one route's code about another route."""
    return {
        "text": names.text,
        "class_name": names.class_name,
        "read_schema_class": names.read_schema_class,
    }


def _imports(names: dict[str, str]) -> list[str]:
    """Import lines of one name each, by module and in isort's order."""
    return [f"from {module} import {names[module]}" for module in sorted(names, key=natural_order)]
