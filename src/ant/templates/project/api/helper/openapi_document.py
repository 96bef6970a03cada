"""The OpenAPI document of an application, made from its URLs, its views and their schemas."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, count
from typing import Any

from apispec import APISpec
from flask import Flask
from werkzeug.routing import Rule

from helper.openapi_operation import Json, Operation

METHODS = ("get", "post", "put", "patch", "delete")
VARIABLE = re.compile(r"<(?:(?P<converter>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
VARIABLE_TYPES: dict[str | None, Json] = {
    "int": {"type": "integer", "format": "int64", "minimum": 0},
    "float": {"type": "number", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}


def openapi_document(app: Flask, info: dict[str, str], kind: type[Operation], *, but: str) -> Json:
    """Return the document of all that an application answers, but for one blueprint.

    ``info`` has at least a title and a version; ``kind`` describes the views. A view's docstring is
    its summary and description, a field's ``metadata`` goes into its schema. What a view takes and
    answers is known by the helpers that it calls with a schema, see ``openapi_operation.py``.
    """
    schemas = kind.Schemas()
    spec = APISpec(info["title"], info["version"], "3.1.0", info=info, plugins=[schemas])
    kind.add_shared_components(spec)
    paths: dict[str, str] = {}
    ids: set[str] = set()
    for rule, method, view in _views(app, but):
        url = VARIABLE.sub(r"{\g<name>}", rule.rule)
        # Two rules that differ in the names of their variables alone are one path.
        path = paths.setdefault(re.sub(r"{\w+}", "{}", url), url)
        parameters = _parameters(rule.rule, path)
        operation = kind(view, method, schemas).to_dict()
        if parameters:
            operation["responses"]["404"] = "404"
        blueprint, _, function = rule.endpoint.rpartition(".")
        operation["operationId"] = _free_id(function, blueprint, method, ids)
        if blueprint:
            operation["tags"] = [blueprint]
        if "security" in operation and "bearer" not in spec.components.security_schemes:
            spec.components.security_scheme("bearer", BEARER)
        spec.path(path, operations={method: operation}, parameters=parameters)
    return dict(spec.to_dict())


def _views(app: Flask, but: str) -> Iterator[tuple[Rule, str, Callable[..., Any]]]:
    """Yield the method and the function of everything that is answered, in the order of URLs."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        blueprint, _, function = rule.endpoint.rpartition(".")
        if function != "static" and blueprint != but:
            view = app.view_functions[rule.endpoint]
            for method in METHODS:
                if method.upper() in (rule.methods or ()):
                    of_class = getattr(view, "view_class", None)  # that of a MethodView
                    yield rule, method, getattr(of_class, method, view)


def _parameters(rule: str, path: str) -> list[Json]:
    """Return the variables of a URL, by the names that they have in the path."""
    names = re.findall(r"{(\w+)}", path)
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": VARIABLE_TYPES.get(variable["converter"], {"type": "string", "minLength": 1}),
        }
        for name, variable in zip(names, VARIABLE.finditer(rule), strict=True)
    ]


def _free_id(function: str, blueprint: str, method: str, taken: set[str]) -> str:
    """Return the function's name where it is the first of that name, else a longer one."""
    longer = f"{blueprint}.{function}.{method}".lstrip(".")
    candidates = chain([function, longer], (f"{longer}.{number}" for number in count(2)))
    found = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(found)
    return found
