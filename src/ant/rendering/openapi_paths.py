"""The operations of a route with fields: what they take, and every answer that they give."""

from ant.core.relations import Collection
from ant.core.spec import Route
from ant.rendering.openapi_fields import Schema
from ant.rendering.openapi_filters import parameter_references

_ANSWERS = {
    304: "NotModified",
    400: "BadRequest",
    404: "NotFound",
    409: "Conflict",
    412: "PreconditionFailed",
    413: "ContentTooLarge",
    414: "UriTooLong",
    415: "UnsupportedMediaType",
    500: "InternalServerError",
    503: "ServiceUnavailable",
}
_ETAG: Schema = {"ETag": {"$ref": "#/components/headers/ETag"}}
_LOCATION: Schema = {"Location": {"$ref": "#/components/headers/Location"}}
_IF_MATCH: Schema = {"$ref": "#/components/parameters/ifMatch"}
_IF_NONE_MATCH: Schema = {"$ref": "#/components/parameters/ifNoneMatch"}


def paths_of(route: Route, collections: list[Collection]) -> Schema:
    """Return the paths that are a route's own, and those that list its rows.

    ``collections`` are all that list rows of the route or that are below a row of it.
    """
    name = route.names.text
    paths: Schema = {
        f"/{name}": {"get": _list(route), "post": _create(route)},
        f"/{name}/{{id}}": {
            "parameters": [_path_id("id", name)],
            "get": _get(route),
            "put": _write(route, "replace", "Put"),
            "patch": _write(route, "change", "Patch"),
            "delete": _delete(route),
        },
    }
    for each in collections:
        if each.route == name:
            paths[f"/{each.owner_route}/{{id}}/{each.name}"] = _collection(route, each)
        if each.is_many and each.owner_route == name:
            path = f"/{name}/{{id}}/{each.name}/{{{each.name}_id}}"
            paths[path] = _link(route, each)
    return paths


def schema_name(route: Route, kind: str = "") -> str:
    """The name of a component; that of a shared one has neither a point nor a capital letter."""
    return f"{route.names.class_name}.{kind}" if kind else route.names.class_name


def reference(route: Route, kind: str = "") -> Schema:
    """What leads to a component of a route."""
    return {"$ref": f"#/components/schemas/{schema_name(route, kind)}"}


def _list(route: Route) -> Schema:
    name = route.names.text
    return {
        **_head(route, f"{name}.list", f"List {name}, a page at a time."),
        "parameters": parameter_references(route),
        "responses": {"200": _page(route), **_errors(400, 414)},
    }


def _collection(route: Route, collection: Collection) -> Schema:
    owner = collection.owner_route
    summary = f"List the {collection.name} of one of {owner}, a page at a time."
    operation = {
        **_head(route, f"{owner}.{collection.name}.list", summary),
        "parameters": parameter_references(route),
        "responses": {"200": _page(route), **_errors(400, 404, 414)},
    }
    return {"parameters": [_path_id("id", owner)], "get": operation}


def _create(route: Route) -> Schema:
    name = route.names.text
    errors = _errors(400, *_conflict(route), 413, 415)
    return {
        **_head(route, f"{name}.create", f"Create one of {name}."),
        "requestBody": _body(route, "Post"),
        "responses": {"201": _one(route, "It was created.", _LOCATION | _ETAG), **errors},
    }


def _get(route: Route) -> Schema:
    name = route.names.text
    return {
        **_head(route, f"{name}.get", f"Return one of {name}."),
        "parameters": [_IF_NONE_MATCH],
        "responses": {"200": _one(route, "It is there.", _ETAG), **_errors(304, 404)},
    }


def _write(route: Route, verb: str, kind: str) -> Schema:
    name = route.names.text
    told = "every value" if verb == "replace" else "some values"
    errors = _errors(400, 404, *_conflict(route), 412, 413, 415)
    return {
        **_head(route, f"{name}.{verb}", f"{verb.capitalize()} {told} of one of {name}."),
        "parameters": [_IF_MATCH],
        "requestBody": _body(route, kind),
        "responses": {"200": _one(route, f"It was {verb}d.", _ETAG), **errors},
    }


def _delete(route: Route) -> Schema:
    name = route.names.text
    return {
        **_head(route, f"{name}.delete", f"Delete one of {name}."),
        "parameters": [_IF_MATCH],
        "responses": {"204": {"description": "It is gone."}, **_errors(404, 409, 412)},
    }


def _link(route: Route, collection: Collection) -> Schema:
    name, owner = collection.name, route.names.text
    put = f"Put one of {collection.route} into the {name} of one of {owner}."
    delete = f"Take one of {collection.route} out of the {name} of one of {owner}."
    return {
        "parameters": [_path_id("id", owner), _path_id(f"{name}_id", collection.route)],
        "put": {
            **_head(route, f"{owner}.{name}.put", put),
            "responses": {"204": {"description": "It is in."}, **_errors(404)},
        },
        "delete": {
            **_head(route, f"{owner}.{name}.delete", delete),
            "responses": {"204": {"description": "It is out."}, **_errors(404)},
        },
    }


def _head(route: Route, operation: str, summary: str) -> Schema:
    return {"tags": [route.names.text], "summary": summary, "operationId": operation}


def _path_id(parameter: str, of: str) -> Schema:
    return {
        "name": parameter,
        "in": "path",
        "required": True,
        "description": f"The id of one of {of}.",
        "schema": {"$ref": "#/components/schemas/id"},
    }


def _body(route: Route, kind: str) -> Schema:
    return {"required": True, "content": {"application/json": {"schema": reference(route, kind)}}}


def _page(route: Route) -> Schema:
    content = {"application/json": {"schema": reference(route, "Page")}}
    return {"description": "A page of what was found.", "content": content}


def _one(route: Route, told: str, headers: Schema) -> Schema:
    content = {"application/json": {"schema": reference(route)}}
    return {"description": told, "headers": headers, "content": content}


def _conflict(route: Route) -> list[int]:
    """409, where a value can be taken already or lead to a row that is not there."""
    return [409] if any(each.unique or each.type == "reference" for each in route.fields) else []


def _errors(*statuses: int) -> Schema:
    return {
        str(each): {"$ref": f"#/components/responses/{_ANSWERS[each]}"}
        for each in (*statuses, 500, 503)
    }
