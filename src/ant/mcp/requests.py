"""Requests in tool calls: a name, and arguments in the words of a spec."""

from collections.abc import Mapping
from typing import Any, get_args

from ant.core.errors import InvalidRequest, Problem
from ant.core.locations import dotted
from ant.core.planning.requests import ABSENT, Located, MarkDone, NewProject, Request
from ant.core.text.json_value import Json
from ant.core.text.words import listed, nearest, quoted

REQUESTS: dict[str, Any] = {request.__name__: request for request in get_args(Request)}
"""All requests, by their names."""

SPEC = "spec"


def signatures() -> str:
    """Return all requests with their arguments; those with ``?`` can be left out."""
    return " ".join(map(signature, REQUESTS))


def signature(name: str) -> str:
    """Return one request with its arguments: ``AddRoute(name, fields?)``."""
    request = REQUESTS[name]
    optional = request._field_defaults
    fields = (f"{field}?" if field in optional else field for field in request._fields)
    return f"{name}({', '.join(fields)})"


def request_of(name: str, arguments: Mapping[str, Any]) -> Request:
    """Return the request of this name; raise ``InvalidRequest`` and ``InvalidDocument``."""
    kind = REQUESTS.get(name)
    if kind is None:
        names = {known.lower(): known for known in REQUESTS}
        close = nearest(name, names)
        hint = f"Did you mean '{names[close]}'?" if close else f"There is: {', '.join(REQUESTS)}."
        raise InvalidRequest(Problem(f"There is no request {quoted(name)}.", hint=hint))
    needed = [field for field in kind._fields if field not in kind._field_defaults]
    problems = [Problem(f"{name} needs '{field}'.") for field in needed if field not in arguments]
    for word in arguments:
        if word not in kind._fields:
            takes = listed([f"'{field}'" for field in kind._fields]) or "no arguments"
            problems.append(Problem(f"{name} has no {quoted(word)}.", hint=f"It takes {takes}."))
    files = arguments.get("files", [])
    is_list = isinstance(files, list) and all(isinstance(path, str) for path in files)
    if kind is MarkDone and not is_list:
        problems.append(Problem(f"{name}: 'files' is a list of paths."))
    if problems:
        raise InvalidRequest(*problems)
    request: Request = kind(**arguments)
    if isinstance(request, NewProject):
        return request._replace(spec=spec_in(request.spec))
    return request


def spec_in(spec: Json) -> Json:
    """Return the spec in an argument: a value, or the text of one in JSON or YAML.

    A text is never taken for a path. Raises ``InvalidDocument`` with the position of the fault.
    """
    if not isinstance(spec, str):
        return spec if spec is ABSENT else Located(spec, dotted)
    from ant.documents.parse import parse_document  # noqa: PLC0415, YAML is slow to load

    is_json = spec.lstrip().startswith("{")
    document = parse_document(spec.encode("utf-8", "surrogatepass"), SPEC, yaml=not is_json)
    return Located(document.value, document.where)
