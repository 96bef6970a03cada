"""The OpenAPI documents of the routes with fields, one file each."""

from collections.abc import Iterable

from ant.core.fields import Field
from ant.core.relations import Collection, all_collections
from ant.core.spec import Route, Spec
from ant.rendering.columns import is_hidden
from ant.rendering.json_text import json_text
from ant.rendering.openapi_fields import Schema, returned, sent
from ant.rendering.openapi_filters import list_parameters
from ant.rendering.openapi_paths import paths_of, reference, schema_name

FOLDER = "api/openapi"
DOCUMENT = f"{FOLDER}/api-document.json"
"""What is said of the whole API; no route has a hyphen in its name."""

COMMON = f"{FOLDER}/common-parts.json"
"""What the documents of several routes refer to."""

_ID: Schema = {"$ref": "#/components/schemas/id"}
_MOMENT: Schema = {"type": "string", "format": "date-time", "readOnly": True}


def openapi_path(route: str) -> str:
    """The file that documents a route."""
    return f"{FOLDER}/{route}.json"


def documented_route(path: str) -> str:
    """The route that a file documents."""
    return path.removeprefix(f"{FOLDER}/").removesuffix(".json")


def render_openapi(spec: Spec, names: Iterable[str]) -> dict[str, bytes]:
    """Return the documents of those of these routes that have fields, by path.

    What lists rows of a route is in the document of that route, wherever its URL begins.
    """
    resources = {route.names.text: route for route in spec.routes if route.fields}
    wanted = [resources[name] for name in names if name in resources]
    if not wanted:
        return {}
    collections = [each for found in all_collections(spec.routes).values() for each in found]
    return {
        openapi_path(each.names.text): json_text(_document(each, collections)).encode()
        for each in wanted
    }


def documents_of(changed: Iterable[Route]) -> list[str]:
    """Return the routes whose documents change with these: they themselves, and where they lead."""
    reached: dict[str, None] = {}
    for route in changed:
        reached[route.names.text] = None
        reached.update((each.to, None) for each in route.fields if each.type == "many")
    return list(reached)


def _document(route: Route, collections: list[Collection]) -> Schema:
    name = route.names.text
    near = [each for each in collections if name in (each.route, each.owner_route)]
    return {
        "tags": [{"name": name}],
        "paths": paths_of(route, near),
        "components": {"schemas": _schemas(route), "parameters": list_parameters(route)},
    }


def _schemas(route: Route) -> Schema:
    writable = [each for each in route.fields if each.is_column and not each.readonly]
    required = [each for each in writable if each.required]
    body = {each.column: sent(each) for each in writable}
    changes = {key: _without_default(schema) for key, schema in body.items()}
    return {
        schema_name(route): _row(route),
        schema_name(route, "Post"): _closed(body, required),
        schema_name(route, "Put"): _closed(body, required),
        schema_name(route, "Patch"): _closed(changes, []),
        schema_name(route, "Page"): _page(route),
    }


def _row(route: Route) -> Schema:
    shown = [each for each in route.fields if each.is_column and not is_hidden(each)]
    properties: Schema = {
        "id": {**_ID, "readOnly": True},
        **{each.column: returned(each) for each in shown},
        "created_at": dict(_MOMENT),
        "updated_at": dict(_MOMENT),
    }
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }


def _closed(properties: Schema, required: list[Field]) -> Schema:
    """A body: a key that is not listed is an error."""
    schema: Schema = {"type": "object", "properties": properties}
    if required:
        schema["required"] = [each.column for each in required]
    return {**schema, "additionalProperties": False}


def _without_default(schema: Schema) -> Schema:
    """In a PATCH what is left out stays as it is."""
    return {key: value for key, value in schema.items() if key != "default"}


def _page(route: Route) -> Schema:
    count: Schema = {"type": "integer", "minimum": 0}
    properties: Schema = {
        "items": {"type": "array", "items": reference(route), "maxItems": 100},
        "page": {"type": "integer", "minimum": 1},
        "per_page": {"type": "integer", "minimum": 1, "maximum": 100},
        "total": count,
        "pages": dict(count),
    }
    return {
        "type": "object",
        "properties": properties,
        "required": [*properties],
        "additionalProperties": False,
    }
