"""Rows, pages of rows and the filters of lists in the OpenAPI document."""

from collections.abc import Callable
from typing import Any

from apispec import APISpec
from marshmallow import Schema, fields

from helper.functions.json_answer import if_match, page_answer, row_answer
from helper.functions.list_query import (
    LAST_PAGE,
    MOST_PER_PAGE,
    PER_PAGE,
    list_query,
    operators_of,
    queryable,
)
from helper.openapi_fields import NOT_BLANK, describe_fields, whole_number
from helper.openapi_operation import DocumentSchemas, Json, Operation, base_name
from helper.shown_fields import columns_to_read, shown_fields
from helper.view_source import HelperCall
from repositories.CrudRepository import CrudRepository
from startup.Alchemy import Base

COUNT: Json = {"type": "integer"}
# What of a field's schema holds for a value in a query string, too.
COMPARED = ("type", "format", "pattern", "minimum", "maximum")
PART: Json = {"type": "string", "pattern": "^[^,]+$"}
# What an operator takes, where that is no value of the field.
OPERANDS: dict[str, Json] = {
    "isnull": {"type": "boolean"},
    "contains": {"type": "string"},
    "startswith": {"type": "string"},
}
WHOLE_NUMBERS: dict[str, Json] = {
    f"int{bits}": {"$ref": f"#/components/schemas/Int{bits}"} for bits in (32, 64)
}
ETAG: Json = {"ETag": {"schema": {"type": "string"}}}
LOCATION: Json = {"Location": {"schema": {"type": "string"}}}
PARAMETERS: dict[str, Json] = {
    "page": {
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
    },
    "per_page": {
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
    },
    "If-Match": {
        "in": "header",
        "description": "The ETag of the row as it was read; 412 where it has changed since.",
        "schema": {"type": "string"},
    },
    "If-None-Match": {
        "in": "header",
        "description": "An ETag that is known; 304 where the row still has it.",
        "schema": {"type": "string"},
    },
}


class ResourceSchemas(DocumentSchemas):
    """Adds what lists and rows need to the schemas of bodies."""

    def __init__(self) -> None:
        """Begin with no schema."""
        super().__init__()
        self.references: dict[tuple[type[Schema], str], Json] = {}

    def init_spec(self, spec: APISpec) -> None:
        """Take the document that the schemas are for."""
        super().init_spec(spec)
        describe_fields(self.fields)

    def row(self, kind: type[Schema]) -> Json:
        """Return a reference to what a schema shows: always all of its fields."""
        return self._once(kind, "", self._row)

    def page(self, kind: type[Schema]) -> Json:
        """Return a reference to a page of rows."""
        return self._once(kind, "Page", self._page)

    def filters(self, kind: type[Schema]) -> Json:
        """Return a reference to the filters of a list."""
        return self._once(kind, "Filters", self._filters)

    def row_response(self, kind: type[Schema]) -> str:
        """Return the name of the response that shows one row with its ETag."""
        schema = self.row(kind)
        name = str(schema["$ref"]).rpartition("/")[2]
        if name not in self.components.responses:
            content = {"application/json": {"schema": schema}}
            response = {"description": "OK", "headers": ETAG, "content": content}
            self.components.response(name, response)
        return name

    def _once(self, kind: type[Schema], suffix: str, make: Callable[[type[Schema]], Json]) -> Json:
        if (kind, suffix) not in self.references:
            name = self.free_name(f"{base_name(kind).removeprefix('Get')}{suffix}")
            self.components.schema(name, make(kind))
            self.references[kind, suffix] = {"$ref": f"#/components/schemas/{name}"}
        return self.references[kind, suffix]

    def _row(self, kind: type[Schema]) -> Json:
        schema: Json = self.fields.schema2jsonschema(kind(only=_shown(kind)))
        for shown in schema["properties"].values():
            for limit in ("minimum", "maximum"):  # of what may be sent
                shown.pop(limit, None)
        return {**schema, "required": [*schema["properties"]]}

    def _page(self, kind: type[Schema]) -> Json:
        properties: Json = {
            "items": {"type": "array", "items": self.row(kind), "maxItems": MOST_PER_PAGE},
            "page": COUNT,
            "per_page": COUNT,
            "total": COUNT,
            "pages": COUNT,
        }
        return {"type": "object", "properties": properties, "required": [*properties]}

    def _filters(self, kind: type[Schema]) -> Json:
        properties: Json = {}
        for name, field in _compared(kind).items():
            value = self._value(field)
            properties[name] = value
            item = PART if value == {"type": "string"} else value
            operands = OPERANDS | {"in": {"type": "array", "items": item}}
            for operator in operators_of(field):
                properties[f"{name}__{operator}"] = operands.get(operator, value)
        return {"type": "object", "properties": properties, "additionalProperties": False}

    def _value(self, field: fields.Field[Any]) -> Json:
        """Return what a query string may compare a field with."""
        schema = self.fields.field2property(field)
        if isinstance(schema.get("type"), list):
            schema["type"] = next(name for name in schema["type"] if name != "null")
        compared = {key: schema[key] for key in COMPARED if key in schema}
        if compared.get("pattern") == NOT_BLANK["pattern"]:
            del compared["pattern"]  # which finds nothing, and is no error
        return WHOLE_NUMBERS.get(str(compared.get("format")), compared)


class ResourceOperation(Operation):
    """What one method of one URL takes and answers, also where that is rows."""

    Schemas = ResourceSchemas

    @staticmethod
    def add_shared_components(spec: APISpec) -> None:
        """Add what operations refer to."""
        Operation.add_shared_components(spec)
        for bits in (32, 64):
            spec.components.schema(f"Int{bits}", whole_number(bits))
        unchanged = {"description": "The row is as it was.", "headers": ETAG}
        spec.components.response("304", unchanged)
        too_long = {"description": "The URL is too long.", "content": {"text/html": {}}}
        spec.components.response("414", too_long)  # by the server, before the application
        for name, parameter in PARAMETERS.items():
            spec.components.parameter(name, parameter["in"], {"name": name, **parameter})

    def add(self, call: HelperCall, schema: type[Schema] | None) -> None:
        """Take note of a call, and of the schema among its arguments."""
        super().add(call, schema)
        if call.function is if_match:
            self.parameters.append("If-Match")
            self.errors |= {409, 412}
        elif schema is None:
            return
        elif call.function is list_query:
            self._add_list(schema)
        elif call.function is page_answer:
            self.answer(200, self.schemas.page(schema), {})
        elif call.function is row_answer and 201 in call.arguments:
            self.answer(201, self.schemas.row(schema), ETAG | LOCATION)
        elif call.function is row_answer:
            self.answers["200"] = self.schemas.row_response(schema)
            if self.method == "get":
                self.parameters.append("If-None-Match")
                self.answers["304"] = "304"

    def _add_list(self, schema: type[Schema]) -> None:
        self.errors |= {414}
        names = "|".join(_compared(schema))
        sort = {"type": "string", "pattern": rf"^(-?({names})(,(?!$)|$))+$"}
        filters = {"style": "form", "explode": True, "schema": self.schemas.filters(schema)}
        self.parameters += [
            "page",
            "per_page",
            {"name": "sort", "in": "query", "schema": sort},
            {"name": "filters", "in": "query", **filters},
        ]


def _model(kind: type[Schema]) -> type[Base] | None:
    """Return the model whose rows a Get schema shows; None where no repository has the schema."""
    repositories = CrudRepository.__subclasses__()
    models = (repository.model for repository in repositories if repository.schema is kind)
    return next(models, None)


def _shown(kind: type[Schema]) -> list[str]:
    """Return the fields of a Get schema that are shown: private columns are not, listed or not."""
    model = _model(kind)
    if model is None:
        return [*kind().dump_fields]
    shown = shown_fields(model, kind)
    computed = shown.computed.fields if shown.computed else ()
    return [name for name in kind().fields if name in shown.columns or name in computed]


def _compared(kind: type[Schema]) -> dict[str, fields.Field[Any]]:
    """Return the fields that a list can be filtered and sorted by, by what a client calls them."""
    model = _model(kind)
    known = queryable(kind)
    if model is None:
        return known
    columns = columns_to_read(model, kind)
    attributes = {name: field.attribute or field.name for name, field in known.items()}
    return {name: field for name, field in known.items() if attributes[name] in columns}
