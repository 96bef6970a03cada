"""The OpenAPI document of an application, made from its URLs, its views and their schemas."""

import re
from typing import Any

from apispec import APISpec
from flask import Flask

from helper.openapi_views import Json, ViewPlugin, free_name
from startup.Alchemy import Base

METHODS = ("get", "post", "put", "patch", "delete")
NOT_OF_THE_API = ("api-documentation", "api-health")  # the blueprints of this page and of probes
VARIABLE = re.compile(r"<(?:(?P<type>\w+)(?:\([^)]*\))?:)?(?P<name>\w+)>")
VARIABLE_TYPES: dict[str | None, Json] = {
    "int": {"type": "integer", "format": "int64", "minimum": 0},
    "float": {"type": "number", "minimum": 0},
    "uuid": {"type": "string", "format": "uuid"},
}


def openapi_document(app: Flask, info: dict[str, str], views: ViewPlugin) -> Json:
    """Return the document of all that an application answers to clients.

    ``info`` has at least a title and a version; ``views`` describes what a view takes and answers.
    """
    spec = APISpec(info["title"], info["version"], "3.1.0", info=info, plugins=[views])
    paths: dict[str, str] = {}
    ids: set[str] = set()
    tags: set[str] = set()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        blueprint, _, function = rule.endpoint.rpartition(".")
        if function == "static" or blueprint in NOT_OF_THE_API:
            continue
        url = VARIABLE.sub(r"{\g<name>}", rule.rule)
        # Two rules that differ in the names of their variables alone are one path.
        path = paths.setdefault(re.sub(r"{\w+}", "{}", url), url)
        parameters = _parameters(spec, rule.rule, path)
        view = app.view_functions[rule.endpoint]
        of_class = getattr(view, "view_class", None)  # that of a MethodView
        for method in METHODS:
            if method.upper() in (rule.methods or ()):
                operation = views.operation(getattr(of_class, method, view), method)
                responses = operation["responses"] | ({"404": "404"} if parameters else {})
                operation["responses"] = dict(sorted(responses.items()))
                if blueprint:  # its own name, not those of blueprints that it is registered on
                    operation["tags"] = [blueprint.rpartition(".")[2]]
                    tags.update(operation["tags"])
                longer = f"{blueprint}.{function}.{method}".lstrip(".")
                name = free_name(longer, ids) if function in ids else function
                ids.add(name)
                operation["operationId"] = name
                spec.path(path, operations={method: operation}, parameters=parameters)
    for name in sorted(tags & Base.metadata.tables.keys()):
        if comment := Base.metadata.tables[name].comment:  # what is said of the route's table
            spec.tag({"name": name, "description": comment})
    return dict(spec.to_dict())


def _parameters(spec: APISpec, rule: str, path: str) -> list[Any]:
    """Return what the document calls the variables of a URL, which many URLs share."""
    names, text, keys = re.findall(r"{(\w+)}", path), {"type": "string", "minLength": 1}, []
    for name, variable in zip(names, VARIABLE.finditer(rule), strict=True):
        keys.append(f"{name}-{variable['type'] or 'string'}")
        if keys[-1] not in spec.components.parameters:
            schema = VARIABLE_TYPES.get(variable["type"], text)
            spec.components.parameter(keys[-1], "path", {"name": name, "schema": schema})
    return keys
