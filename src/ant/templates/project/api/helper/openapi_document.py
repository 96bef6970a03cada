"""The OpenAPI document of the whole API, put together from its parts and the routes there are."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OWN_RULES = ("/openapi.json", "/docs", "/docs/<name>")  # the document does not describe itself

VARIABLE = re.compile(
    r"<((?P<converter>[a-zA-Z_]\w*)(\((?P<arguments>[^)]*)\))?:)?(?P<name>[a-zA-Z_]\w*)>"
)
SCHEMAS: dict[str, dict[str, Any]] = {
    "int": {"type": "integer", "minimum": 0},
    "float": {"type": "number", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}


class Endpoint(NamedTuple):
    """One method of one URL."""

    method: str
    rule: str
    """The URL as Flask has it: ``/users/<int:id>``."""
    summary: str
    guard: str
    """``token``, ``role admin``, or nothing where anybody may call it."""
    reads_body: bool
    """Whether it cannot do without a body."""


def whole_document(
    parts: Iterable[dict[str, Any]], endpoints: Iterable[Endpoint]
) -> dict[str, Any]:
    """Return the document of exactly these endpoints: as the parts say, else in general words."""
    document: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "API", "version": "1.0.0"}}
    for part in parts:
        add_part(document, part)
    described: dict[str, Any] = document.get("paths", {})
    names = {shape_of(path): path for path in described}
    paths: dict[str, Any] = {}
    taken = {each["operationId"] for each in operations_in(described) if "operationId" in each}
    for endpoint in sorted(set(endpoints), key=_order):
        if endpoint.rule in OWN_RULES:
            continue
        path = VARIABLE.sub(r"{\g<name>}", endpoint.rule)
        path = names.setdefault(shape_of(path), path)
        known = described.get(path, {})
        item = paths.setdefault(path, without_operations(known))
        method = endpoint.method.lower()
        if method not in item:
            item[method] = known.get(method) or described_in_general(endpoint, path, known, taken)
            guard(item[method], endpoint, document)
    return {**document, "paths": paths}


def _order(endpoint: Endpoint) -> tuple[str, int]:
    return endpoint.rule, METHODS.index(endpoint.method)


def add_part(document: dict[str, Any], part: dict[str, Any]) -> None:
    """Put what a part says into the document; what two say in different words is said by one."""
    for key, value in part.items():
        present = document.get(key)
        if isinstance(present, dict) and isinstance(value, dict):
            add_part(present, value)
        elif isinstance(present, list) and isinstance(value, list):
            present += [each for each in value if each not in present]
        elif isinstance(value, dict):
            document[key] = {}
            add_part(document[key], value)
        else:
            document[key] = list(value) if isinstance(value, list) else value


def shape_of(path: str) -> str:
    """The path without the names of its variables, which nobody who calls it sees."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def operations_in(paths: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """Every operation of these paths."""
    for item in paths.values():
        yield from (item[method.lower()] for method in METHODS if method.lower() in item)


def without_operations(item: dict[str, Any]) -> dict[str, Any]:
    """What a path says of all its operations."""
    return {key: value for key, value in item.items() if key.upper() not in METHODS}


def described_in_general(
    endpoint: Endpoint, path: str, known: dict[str, Any], taken: set[str]
) -> dict[str, Any]:
    """An operation that no part describes: its variables, a body and an answer in JSON."""
    content: dict[str, Any] = {"application/json": {"schema": {}}}
    operation: dict[str, Any] = {}
    first = path.split("/")[1]
    if first and "{" not in first:
        operation["tags"] = [first]
    if endpoint.summary:
        operation["summary"] = endpoint.summary
    operation["operationId"] = free_id(f"{endpoint.method.lower()}{path}", taken)
    parameters = [] if "parameters" in known else parameters_of(endpoint.rule)
    if parameters:
        operation["parameters"] = parameters
    if endpoint.method in ("POST", "PUT", "PATCH"):
        operation["requestBody"] = {"required": endpoint.reads_body, "content": content}
    operation["responses"] = {
        "200": {"description": "An answer in JSON.", "content": content},
        "default": {"description": "Any other answer; an error is JSON with a message."},
    }
    return operation


def free_id(text: str, taken: set[str]) -> str:
    """An id for an operation that no other has."""
    name = re.sub(r"\W+", ".", text).strip(".")
    number = 2
    wanted = name
    while wanted in taken:
        wanted = f"{name}.{number}"
        number += 1
    taken.add(wanted)
    return wanted


def parameters_of(rule: str) -> list[dict[str, Any]]:
    """The variables in a URL, with what their converters let through."""
    return [
        {
            "name": found["name"],
            "in": "path",
            "required": True,
            "schema": SCHEMAS.get(found["converter"] or "", {"type": "string", "minLength": 1}),
        }
        for found in VARIABLE.finditer(rule)
    ]


def guard(operation: dict[str, Any], endpoint: Endpoint, document: dict[str, Any]) -> None:
    """Say which token an operation asks for, unless its description does."""
    if not endpoint.guard or "security" in operation:
        return
    operation["security"] = [{"bearer": []}]
    answers = {"401": "Unauthorized"}
    if endpoint.guard != "token":
        answers["403"] = "Forbidden"
    for status, name in answers.items():
        answer = {"$ref": f"#/components/responses/{name}"}
        operation["responses"].setdefault(status, answer)
    schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
    schemes["bearer"] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
