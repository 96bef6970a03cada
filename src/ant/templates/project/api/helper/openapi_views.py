"""Describes views for OpenAPI from their docstrings, guards and the helpers that they call."""

import inspect
import re
from collections.abc import Callable, Container
from http import HTTPStatus
from itertools import chain, count
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import INCLUDE, Schema, fields

from helper.view_source import calls_in
from startup.guards import DEFAULT_GUARDS

Json = dict[str, Any]

OPERATION = ("summary", "description", "parameters", "requestBody", "responses", "security")
PREFIX = re.compile("^(Post|Put|Patch)")  # of the names of schemas, by the method that they are of
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
ERRORS = {
    "400": "The request is not as it is described.",
    "401": "A valid Bearer token is needed.",
    "403": "The token does not have the role or the scope that is needed.",
    "404": "There is no such row.",
    "409": "A value is taken, or another row refers to this one.",
    "412": "The row has changed since it was read.",
    "Error": "The request was refused, or it failed.",
}


class ErrorSchema(Schema):
    """The body of every error."""

    class Meta:
        """A service may tell more."""

        unknown = INCLUDE

    message = fields.String(required=True)
    errors = fields.Dict(
        values=fields.List(fields.String()),
        metadata={"description": "Why, by the field or parameter that it is about."},
    )
    request_id = fields.String(
        metadata={"description": "With what failed: X-Request-ID, by which the log names it."}
    )


class ViewPlugin(MarshmallowPlugin):
    """Describes views, and puts each schema into the document once, by the name of its class.

    ``helpers`` maps the names of functions that views call to callbacks that extend an operation.
    A callback gets the operation and the arguments of the call that are known from the source.
    """

    def __init__(self) -> None:
        """Know the helpers that there are in every project."""
        super().__init__(self._name)
        self.helpers: dict[str, Callable[..., None]] = {
            "load_body": _load_body,
            "request.get_json": _get_json,
            "flask.request.get_json": _get_json,
            "Response": _empty_response,
        }

    def init_spec(self, spec: APISpec) -> None:
        """Take the document that the schemas are for."""
        super().init_spec(spec)
        self.components = spec.components
        self.fields = cast(Any, self.converter)
        self.fields.add_attribute_function(_default_if_whole)
        spec.components.schema("Error", schema=ErrorSchema)
        content = in_json(named("Error"))
        for name, description in ERRORS.items():
            spec.components.response(name, {"description": description, **content})

    def operation(self, view: Callable[..., Any], method: str) -> Json:
        """Return the operation object of one method, without the parameters in its URL."""
        summary, _, description = (inspect.getdoc(view) or "").partition("\n\n")
        operation: Json = {"view": inspect.unwrap(view), "method": method}
        operation |= {"summary": " ".join(summary.split()), "description": description}
        operation |= {"parameters": [], "responses": {}}
        guard = getattr(view, "guard", "") or DEFAULT_GUARDS.get(method.upper(), "")
        guards = [part for part in guard.split(", ") if part not in ("", "public")]
        if guards:
            named = [name for _, _, name in (part.partition(" ") for part in guards) if name]
            operation["security"] = [{"bearer": named}]
            add_errors(operation, "401", *(["403"] if named else []))
            self.components.security_schemes["bearer"] = BEARER
        for called, arguments in calls_in(operation["view"]):
            if called in self.helpers:
                self.helpers[called](operation, **arguments)
        if describe := vars(view).get("describe"):  # a decorator adds to what the view answers
            describe(operation)
        if not any(status.startswith("2") for status in operation["responses"]):
            operation["responses"]["200"] = {"description": "OK", **in_json({})}
        operation["responses"]["default"] = "Error"
        return {key: operation[key] for key in OPERATION if operation.get(key)}

    def _name(self, schema: Any) -> str:
        kind = schema if isinstance(schema, type) else type(schema)
        name = kind.__name__.removesuffix("Schema")
        if getattr(schema, "partial", None):
            name = f"Patch{PREFIX.sub('', name)}"
        return free_name(name, self.components.schemas)


def in_json(schema: Any) -> Json:
    """Return the content of a body or an answer."""
    return {"content": {"application/json": {"schema": schema}}}


def named(name: str) -> Json:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def free_name(name: str, taken: Container[str]) -> str:
    """Return the name, with a number behind it where something else has it."""
    names = chain([name], (f"{name}{number}" for number in count(2)))
    return next(free for free in names if free not in taken)


def is_schema(value: Any) -> bool:
    """Whether an argument is a class of schemas, and known."""
    return isinstance(value, type) and issubclass(value, Schema)


def add_errors(operation: Json, *names: str) -> None:
    """Add answers that all operations share."""
    operation["responses"] |= {name: name for name in names}


def _load_body(operation: Json, kind: Any = None, partial: Any = False, **_: Any) -> None:
    if is_schema(kind):
        schema = kind(partial=True) if partial else kind
        operation["requestBody"] = {"required": True, **in_json(schema)}
        add_errors(operation, "400", "409")


def _get_json(operation: Json, **_: Any) -> None:
    operation["requestBody"] = {"required": True, **in_json({})}
    add_errors(operation, "400")


def _empty_response(operation: Json, status: Any = None, **_: Any) -> None:
    if isinstance(status, int):
        operation["responses"][str(status)] = {"description": HTTPStatus(status).phrase}


def _default_if_whole(_: Any, field: fields.Field[Any], ret: Json) -> Json:
    """Take out defaults that are null, and those of a PATCH: what it leaves out stays as it is."""
    if ret.get("default") is None or getattr(field.parent, "partial", False):
        ret.pop("default", None)
    return {}
