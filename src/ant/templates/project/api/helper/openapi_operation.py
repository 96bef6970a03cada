"""What a view is in an OpenAPI document, as its docstring and the calls in its source tell."""

import inspect
from collections.abc import Callable
from http import HTTPStatus
from itertools import count
from typing import Any, cast

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response
from marshmallow import Schema, fields

from helper.view_source import HelperCall, calls_in

Json = dict[str, Any]

ANY_JSON: Json = {"application/json": {"schema": {}}}
# What an operation may answer with, beside any other error; all have the same body.
ERRORS = {
    401: "A valid Bearer token is needed.",
    403: "The token does not have the role that is needed.",
    404: "There is no such row.",
    409: "A value is taken, or another row refers to this one.",
    412: "The row has changed since it was read.",
}
ANY_ERROR = "The request was refused, with 400 for one that is not as described; or it failed."
ERROR: Json = {
    "type": "object",
    "properties": {
        "message": {"type": "string"},
        "errors": {
            "description": "Why, by the field or parameter that it is about.",
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
    "required": ["message"],
}


class DocumentSchemas(MarshmallowPlugin):
    """Puts each schema into the document once, and returns references to it."""

    def __init__(self) -> None:
        """Name the schemas of bodies as their classes are named."""
        super().__init__(schema_name_resolver=self._name_of_body)

    def init_spec(self, spec: APISpec) -> None:
        """Take the document that the schemas are for."""
        super().init_spec(spec)
        self.components = spec.components
        self.fields = cast(Any, self.converter)  # apispec has no types for it
        self.fields.add_attribute_function(_default_if_whole)

    def body(self, kind: type[Schema], *, partial: bool = False) -> Json:
        """Return a reference to what a schema loads, with ``partial`` to what a PATCH may send."""
        schema = kind(partial=True) if partial else kind()
        return dict(self.fields.resolve_nested_schema(schema))

    def _name_of_body(self, schema: Schema | type[Schema]) -> str:
        if isinstance(schema, Schema):
            name = base_name(type(schema))
            if schema.partial and not name.startswith("Patch"):
                name = f"Patch{name.removeprefix('Post')}"
            return self.free_name(name)
        return self.free_name(base_name(schema))

    def free_name(self, name: str) -> str:
        """Return the name, with a number behind it where another schema has it."""
        names = (name if number == 1 else f"{name}{number}" for number in count(1))
        return next(name for name in names if name not in self.components.schemas)


class Operation:
    """What one method of one URL takes and answers."""

    Schemas = DocumentSchemas

    def __init__(self, view: Callable[..., Any], method: str, schemas: Any) -> None:
        """Read the source of a view."""
        self.view = view
        self.method = method
        self.schemas = schemas
        self.parameters: list[Json | str] = []  # a text is the name of a shared one
        self.body: Json | None = None
        self.answers: Json = {}
        self.errors: set[int] = set()
        for call in calls_in(view):
            schema = next((value for value in call.arguments if _is_schema(value)), None)
            self.add(call, schema)

    @staticmethod
    def add_shared_components(spec: APISpec) -> None:
        """Add what operations refer to."""
        components = spec.components
        components.schema("Error", ERROR)
        content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        components.response("Error", {"description": ANY_ERROR, "content": content})
        for status, description in ERRORS.items():
            components.response(str(status), {"description": description, "content": content})

    def add(self, call: HelperCall, schema: type[Schema] | None) -> None:
        """Take note of a call, and of the schema among its arguments."""
        status = call.keywords.get("status")
        if call.name == "load_body" and schema:
            loaded = self.schemas.body(schema, **call.keywords)
            self.body = {"required": True, "content": {"application/json": {"schema": loaded}}}
            self.errors |= {409}
        elif call.name == "get_json":
            self.body = {"required": True, "content": ANY_JSON}
        elif call.function is Response and isinstance(status, int):
            self.answers[str(status)] = {"description": HTTPStatus(status).phrase}

    def answer(self, status: int, schema: Json, headers: Json) -> None:
        """Note an answer in JSON."""
        content = {"application/json": {"schema": schema}}
        answer: Json = {"description": HTTPStatus(status).phrase, "content": content}
        self.answers[str(status)] = answer | ({"headers": headers} if headers else {})

    def to_dict(self) -> Json:
        """Return the operation object, without what its URL says."""
        summary, _, description = (inspect.getdoc(self.view) or "").partition("\n\n")
        guard = getattr(self.view, "guard", "")  # "token", or "role" and the name of one
        guard_errors = {401, 403} if guard.startswith("role") else {401} if guard else set()
        errors = sorted(self.errors | guard_errors)
        operation: Json = {
            "summary": " ".join(summary.split()),
            "description": description,
            "parameters": self.parameters,
            "requestBody": self.body,
            "responses": {
                **(self.answers or {"200": {"description": "OK", "content": ANY_JSON}}),
                **{str(status): str(status) for status in errors},
                "default": "Error",
            },
            "security": [{"bearer": []}] if guard else None,
        }
        return {key: value for key, value in operation.items() if value}


def base_name(kind: type[Schema]) -> str:
    """Return the name of a schema in the document."""
    return kind.__name__.removesuffix("Schema")


def _default_if_whole(_: Any, field: fields.Field[Any], ret: Json) -> Json:
    """Take out defaults that are null, and those of a PATCH: what it leaves out stays as it is."""
    if ret.get("default") is None or getattr(field.parent, "partial", False):
        ret.pop("default", None)
    return {}


def _is_schema(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, Schema)
