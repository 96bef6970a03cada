"""The files of one route."""

import json
from typing import Any

from ant.core.relations import Collection
from ant.core.route_names import RouteNames
from ant.core.spec import Mock, Route, Subroute
from ant.rendering.engine import render_template
from ant.rendering.factory_lines import factory_view, tests_view
from ant.rendering.guards import (
    guard_imports,
    route_guards,
    subroute_guards,
    tests_of_guards,
)
from ant.rendering.resource import resource_modules
from ant.rendering.wrap import WIDTH, wrap_long_lines

_PROPERTIES = [key for key, value in vars(RouteNames).items() if isinstance(value, property)]

LAID_OUT = {
    f"resource/{each}" for each in ("model", "association", "post_schema", "read_schema", "factory")
}
"""The templates whose long lines are broken before they come in."""

BODY = 8
"""Columns by which the body of a method is indented."""


def render_route(route: Route, collections: tuple[Collection, ...] = ()) -> dict[str, bytes]:
    """Return every file that the route has for itself, by path.

    ``collections`` are those below a row of it, which other routes' fields may make.
    """
    return render_modules(route, collections) | mock_files(route)


def render_modules(
    route: Route, collections: tuple[Collection, ...] = (), own: frozenset[str] = frozenset()
) -> dict[str, bytes]:
    """Return the code of a route, which depends on there being a mock, but not on its value.

    ``own`` are modules that this version does not generate and that the views use all the same.
    """
    names = route.names
    view = _view(route, collections)
    if route.fields:
        modules = resource_modules(route, collections, own)
        files = {
            path_of(module): _python(f"resource/{template}", {**view, **own})
            for module, (template, own) in modules.items()
        }
        return files | _test_files(route, collections, view)
    layers = {
        "route": names.route_module,
        "service": names.service_module,
        "repository": names.repository_module,
        "plain_model" if route.plain_columns else "model": names.model_module,
        "schema": names.schema_module,
    }
    files = {path_of(module): _python(f"route/{layer}", view) for layer, module in layers.items()}
    return files | {tests_path(names): _python("route/test_route", view)}


def _test_files(
    route: Route, collections: tuple[Collection, ...], view: dict[str, object]
) -> dict[str, bytes]:
    """What tests a resource."""
    name = route.names.text
    factory = {**view, **factory_view(route)}
    tests = {**view, **tests_view(route, collections)}
    return {
        f"tests/factories/{name}_factory.py": _python("resource/factory", factory),
        tests_path(route.names): _python("resource/test_route", tests),
    }


def tests_path(names: RouteNames) -> str:
    """The file of a route's tests; ``_route`` tells it from a project's own tests."""
    return f"tests/test_{names.text}_route.py"


def path_of(module: str) -> str:
    """The file of a module of the application: ``models.Users_model`` is in ``api/models/``."""
    return f"api/{module.replace('.', '/')}.py"


def _python(template: str, view: dict[str, object]) -> bytes:
    code = render_template(f"{template}.py.jinja", view)
    return (code if template in LAID_OUT else wrap_long_lines(code)).encode()


def mock_files(route: Route) -> dict[str, bytes]:
    """Return the files with the values of a route's mocks."""
    name = route.names.text
    mocks = [(name, route.mock), *((f"{name}/{each.name}", each.mock) for each in route.subroutes)]
    return {f"api/mocks/{key}.json": _json(mock) for key, mock in mocks if mock is not None}


def _json(mock: Mock) -> bytes:
    return (json.dumps(mock.value, indent=2) + "\n").encode()


def _view(route: Route, collections: tuple[Collection, ...]) -> dict[str, object]:
    subroutes = [_subroute_view(route, each) for each in route.subroutes]
    queried = {subroute.method for subroute in route.subroutes if subroute.mock is None}
    takes_data = any(each.takes_data for each in route.subroutes)
    loads_bodies = route.loads_bodies and not route.fields  # what more a resource takes is open
    return {
        "names": _names_view(route.names),
        "method": route.method,
        "verb": route.method.lower(),
        "mock": route.mock is not None,
        "mocked": route.is_mocked,
        "answer": text_literal(f"Your {route.names.text} route is working!"),
        "subroutes": subroutes,
        "loads_bodies": takes_data and loads_bodies,
        "reads_json": takes_data and not loads_bodies,
        "data_type": "dict[str, Any]" if loads_bodies else "Any",
        "flask_names": "Blueprint, Response, jsonify, request, url_for"
        if route.subroutes
        else "Blueprint, Response, request, url_for",
        "any": route.is_mocked or takes_data,
        "reads": "GET" in queried,
        "adds": "POST" in queried,
        "guards": route_guards(route),
        "guard_imports": guard_imports(route, collections),
        **tests_of_guards(route, collections),
    }


def _names_view(names: RouteNames) -> dict[str, str]:
    """Every name of a route, by what it is a name of."""
    return {"text": names.text, **{key: getattr(names, key) for key in _PROPERTIES}}


def _subroute_view(route: Route, subroute: Subroute) -> dict[str, Any]:
    name = route.names.text
    return {
        "name": subroute.name,
        "method": subroute.method,
        "verb": subroute.method.lower(),
        "service_method": subroute.service_method,
        "repository_method": subroute.repository_method,
        "takes_data": subroute.takes_data,
        "guards": subroute_guards(subroute.auth),
        "mock": subroute.mock is not None,
        "returns": "Any" if subroute.mock is not None else "str",
        "load": f'load_mock("{name}/{subroute.name}")',
        "answer": _answer(name, subroute),
        "says": _SAID.get(subroute.method, "'model': 'new'"),
    }


_SAID = {"GET": "working", "DELETE": "deleted"}
"""What is in the answer of a subroute, where that is not what was sent."""

_DONE = {"POST": "created", "PUT": "updated", "PATCH": "patched", "DELETE": "deleted"}


def _answer(route: str, subroute: Subroute) -> str:
    if subroute.method == "GET":
        return text_literal(f"Your {route} {subroute.name} route is working!")
    done = f"Successfully {_DONE[subroute.method]} {subroute.name} for {route}"
    if subroute.takes_data:
        return text_literal(f"{done} with data: {{data}}", prefix="f")
    return text_literal(done)


def text_literal(text: str, prefix: str = "") -> str:
    """A text as ``return`` has it in a method: in parts and brackets where it is too long."""
    whole = f'{prefix}"{text}"'
    if BODY + len("return ") + len(whole) <= WIDTH:
        return whole
    indent = " " * BODY
    lines = [_part(part, prefix) for part in _cut(text, WIDTH - BODY - len(f'    {prefix}""'))]
    return "\n".join(["(", *(f"{indent}    {line}" for line in lines), f"{indent})"])


def _part(text: str, prefix: str) -> str:
    return f'{prefix}"{text}"' if "{" in text else f'"{text}"'


def _cut(text: str, width: int) -> list[str]:
    parts = []
    while len(text) > width:
        end = text.rindex(" ", 0, width) + 1
        parts.append(text[:end])
        text = text[end:]
    return [*parts, text]
