"""What the templates of one route's files know."""

from typing import Any

from ant.core.names.route_names import RouteNames
from ant.core.relations import Collection
from ant.core.spec import Route, Subroute
from ant.rendering.guards import guard_imports, route_guards, subroute_guards, tests_of_guards
from ant.rendering.wrap import WIDTH

_PROPERTIES = [key for key, value in vars(RouteNames).items() if isinstance(value, property)]

BODY = 8
"""Columns by which the body of a method is indented."""


def route_view(route: Route, collections: tuple[Collection, ...]) -> dict[str, object]:
    """Return the view of the templates of all files of a route."""
    subroutes = [_subroute_view(route, subroute) for subroute in route.subroutes]
    queried = {subroute.method for subroute in route.subroutes if subroute.mock is None}
    takes_data = any(subroute.takes_data for subroute in route.subroutes)
    loads_bodies = route.loads_bodies and not route.fields  # what more a resource takes is open
    return {
        "names": _names_view(route),
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


def _names_view(route: Route) -> dict[str, str]:
    """Every name of a route, by what it is a name of."""
    names = {key: getattr(route.names, key) for key in _PROPERTIES}
    return {"text": route.names.text, "url": route.url, **names}


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
