"""Rows, pages of rows and the filters of lists in the OpenAPI document."""

import inspect
from collections.abc import Callable
from typing import Any

from apispec import APISpec
from marshmallow import Schema, fields

from helper.functions.list_query import (
    EXACT,
    LAST_PAGE,
    MOST_PER_PAGE,
    PER_PAGE,
    comparisons_of,
    queryable,
)
from helper.model_rows import public_columns
from helper.openapi_fields import NOT_BLANK, SHARED_SCHEMAS, describe_fields, shared
from helper.openapi_views import (
    Json,
    ViewPlugin,
    add_errors,
    free_name,
    in_json,
    is_schema,
    named,
)
from helper.references import referred, relations
from helper.schema_fields import Integer, ListOf, Moment
from helper.shown_fields import listed_fields
from repositories.CrudRepository import CrudRepository
from startup.Alchemy import Base

Kind = type[Schema]


class EveryRowSchema(Schema):
    """What nearly every row shows: the document says it once."""

    id = Integer(bits=64)
    created_at = Moment()
    updated_at = Moment()


TEXT: Json = {"type": "string"}
COUNTS = {name: {"type": "integer"} for name in ("page", "per_page", "total", "pages")}
ETAG: Json = {"ETag": {"schema": TEXT}}
LOCATION: Json = {"Location": {"$ref": "#/components/headers/Location"}}
SHARED_PARAMETERS = {
    "page": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "default": 1},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": PER_PAGE},
}
SHARED_HEADERS = {
    "If-Match": "The ETag of the row as it was read; 412 where it has changed since.",
    "If-None-Match": "An ETag that is known; 304 where the row still has it.",
}
NOT_CONDITIONAL: Json = {"description": "If-Match is needed.", **in_json(named("Error"))}
# What of a field's schema holds for a value in a query string, too.
COMPARED = ("type", "format", "pattern", "enum", "minimum", "maximum")
# What an operator takes, where that is no value of the field.
OPERANDS: Json = {"isnull": {"type": "boolean"}, "contains": TEXT, "startswith": TEXT}


class ResourcePlugin(ViewPlugin):
    """Describes views of rows, too."""

    def __init__(self) -> None:
        """Know the helpers that read queries and answer with rows."""
        super().__init__()
        self.names: dict[tuple[Kind, str], str] = {}
        helpers: dict[str, Callable[..., None]] = {
            "list_query": self._list_query,
            "page_answer": self._page_answer,
            "page.to_dict": self._page_of_query,
            "row_answer": self._row_answer,
            "if_match": _if_match,
        }
        self.helpers |= helpers

    def init_spec(self, spec: APISpec) -> None:
        """Take the document, and add what operations refer to."""
        super().init_spec(spec)
        describe_fields(self.fields)
        for name, schema in SHARED_SCHEMAS.items():
            spec.components.schema(name, schema)
        spec.components.schema("Page", _object(COUNTS) | {"required": [*COUNTS]})
        row, filters = self._row_properties(EveryRowSchema), self._filter_properties(EveryRowSchema)
        spec.components.schema("EveryRow", _object(row) | {"required": [*row]})
        spec.components.schema("EveryRowFilters", _object(filters))
        for name, schema in SHARED_PARAMETERS.items():
            spec.components.parameter(name, "query", {"schema": schema})
        for name, description in SHARED_HEADERS.items():
            parameter = {"description": description, "schema": TEXT}
            spec.components.parameter(name, "header", parameter)
        location = {"description": "The URL of a row that is new.", "schema": TEXT}
        spec.components.header("Location", location)
        spec.components.response("304", {"description": "The row is as it was.", "headers": ETAG})
        too_long = {"description": "The URL is too long.", **in_json(named("Error"))}
        spec.components.response("414", too_long)  # by the server, before the application

    def _list_query(self, operation: Json, kind: Any = None, **_: Any) -> None:
        if is_schema(kind):
            compared = _compared(kind).items()
            names = "|".join(name for name, field in compared if not isinstance(field, ListOf))
            sort = {"type": "string", "pattern": rf"^(-?({names})(,(?!$)|$))+$"}
            filters = named(self._once(kind, "Filters", self._filters))
            operation["query"] = kind
            add_errors(operation, "400", "414")
            operation["parameters"] += [
                "page",
                "per_page",
                {"name": "sort", "in": "query", "schema": sort},
                # Exploded by default; Swagger UI begins with the example, which asks for all rows.
                {"name": "filters", "in": "query", "schema": filters, "example": {}},
            ]

    def _page_answer(self, operation: Json, kind: Any = None, **_: Any) -> None:
        if is_schema(kind):
            operation["parameters"] += self._choices(kind, "fields", "expand")
            self._page_of(operation, kind)

    def _page_of(self, operation: Json, kind: Kind) -> None:
        page = named(self._once(kind, "Page", self._page))
        operation["responses"]["200"] = {"description": "OK", **in_json(page)}

    def _page_of_query(self, operation: Json) -> None:
        if "query" in operation and _has_columns_only(operation["query"]):
            self._page_of(operation, operation["query"])

    def _row_answer(self, operation: Json, kind: Any = None, status: Any = 200, **_: Any) -> None:
        is_told = is_schema(kind)
        if kind is None or isinstance(kind, int):  # then all columns of the row are shown
            kind, status = _schema_of_service(operation["view"]), kind or status
        is_read = operation["method"] == "get"
        if is_schema(kind):
            row = self._once(kind, "", self._row)
            if row not in self.components.responses:
                headers = ETAG | LOCATION
                answer = {"description": "The row.", "headers": headers, **in_json(named(row))}
                self.components.response(row, answer)
            operation["responses"][str(status)] = row
        if is_read and is_told and (choices := self._choices(kind, "expand")):
            add_errors(operation, "400")
            operation["parameters"] += choices
        if is_read:
            operation["parameters"].append("If-None-Match")
            operation["responses"]["304"] = "304"
        else:
            add_errors(operation, "409")

    def _choices(self, kind: Kind, *choices: str) -> list[Json]:
        """Return the parameters that say what is shown, each a list of names."""
        expanded = self._expanded(kind, is_list="fields" in choices)
        shown = {"fields": [*self._row_properties(kind)], "expand": expanded}
        return [_list_of(name, shown[name]) for name in choices if shown[name]]

    def _expanded(self, kind: Kind, *, is_list: bool) -> list[str]:
        """Return what ``?expand=`` may list."""
        return [*relations(kind)]

    def _once(self, kind: Kind, suffix: str, make: Callable[[Kind], Json]) -> str:
        """Return the name of a schema that is in the document once."""
        if (kind, suffix) not in self.names:
            name = kind.__name__.removeprefix("Get").removesuffix("Schema")
            taken = {*self.components.schemas, *self.names.values()}
            self.names[kind, suffix] = free_name(f"{name}{suffix}", taken)
            self.components.schema(self.names[kind, suffix], make(kind))
        return self.names[kind, suffix]

    def _row(self, kind: Kind) -> Json:
        of_every = self.components.schemas["EveryRow"]["properties"]
        read = named(self._once(kind, "Read", self._read))
        properties = self._row_properties(kind)
        if not of_every.items() <= properties.items():
            return self._read(kind) | {"required": [*properties]}
        own = [key for key in properties if key not in of_every]
        return {"allOf": [named("EveryRow"), read], "required": own}

    def _read(self, kind: Kind) -> Json:
        """What a list shows of a row: any of its keys, as a request may ask for some."""
        properties = self._row_properties(kind)
        for relation in relations(kind).values():
            row = named(self._once(relation.schema, "", self._row))
            many: Json = {"type": "array", "items": row}
            one: Json = {"anyOf": [row, {"type": "null"}]}
            properties[relation.shown_as] = many if relation.link else one
        return _object(properties)

    def _row_properties(self, kind: Kind) -> Json:
        schema: Json = self.fields.fields2jsonschema(listed_fields(_model(kind), kind))
        for shown in schema["properties"].values():
            for limit in ("minimum", "maximum", "pattern", "readOnly"):  # of what may be sent
                shown.pop(limit, None)
        return dict(schema["properties"])

    def _page(self, kind: Kind) -> Json:
        row = self._once(kind, "Read", self._read)
        rows = {"type": "array", "items": named(row), "maxItems": MOST_PER_PAGE}
        own = {"properties": {"items": rows}, "required": ["items"]}
        return {"allOf": [named("Page"), own]}

    def _filters(self, kind: Kind) -> Json:
        of_every = self.components.schemas["EveryRowFilters"]["properties"]
        properties = self._filter_properties(kind)
        schema = _object(properties)
        if of_every.items() <= properties.items():
            own = {key: properties[key] for key in properties if key not in of_every}
            schema = {"allOf": [named("EveryRowFilters"), {"properties": own}]}
        return {**schema, "unevaluatedProperties": False}

    def _filter_properties(self, kind: Kind) -> Json:
        return {
            f"{name}__{operator}".removesuffix("__"): _operand(operator, value)
            if operator != "contains" or not isinstance(field, ListOf)
            else value
            for name, field in (_compared(kind) | referred(kind, queryable)).items()
            for value in [self._compared_value(field)]
            for operator in comparisons_of(name, field)
            if not _is_idle(operator, field)
        }

    def _compared_value(self, field: fields.Field[Any]) -> Json:
        field = field.inner if isinstance(field, ListOf) else field
        schema = self.fields.field2property(field)
        value = {key: schema[key] for key in COMPARED if key in schema}
        if field.allow_none:
            value["type"] = value["type"][0]
            if "enum" in value:
                value["enum"] = [entry for entry in value["enum"] if entry is not None]
        if value.get("pattern") == NOT_BLANK["pattern"]:
            del value["pattern"]  # which finds nothing, and is no error
        return shared(value)


def _list_of(name: str, known: list[str]) -> Json:
    array = {"type": "array", "items": {"type": "string", "enum": known}, "minItems": 1}
    return {"name": name, "in": "query", "explode": False, "schema": array}


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def _is_idle(operator: str, field: fields.Field[Any]) -> bool:
    """Whether a filter finds all rows or none, or what a shorter one finds; it is taken anyway."""
    is_pair = operator == "in" and isinstance(field, fields.Boolean)
    return is_pair or (operator == "isnull" and not field.allow_none)


def _operand(operator: str, value: Json) -> Json:
    if operator in OPERANDS:
        return dict(OPERANDS[operator])
    if operator == "in":
        return named("Texts") if value == TEXT else shared({"type": "array", "items": value})
    return dict(TEXT) if "enum" in value and operator not in EXACT else value


def _if_match(operation: Json, required: Any = False, **_: Any) -> None:
    add_errors(operation, "409", "412")
    if required is True:
        header = {"name": "If-Match", "in": "header", "required": True, "schema": TEXT}
        operation["parameters"].append(header)
        operation["responses"]["428"] = NOT_CONDITIONAL
    else:
        operation["parameters"].append("If-Match")


def _model(kind: Kind) -> type[Base] | None:
    """Return the model whose rows a Get schema shows; None where no repository has the schema."""
    repositories = CrudRepository.__subclasses__()
    return next((known.model for known in repositories if known.schema is kind), None)


def _compared(kind: Kind) -> dict[str, fields.Field[Any]]:
    """Return the fields that a list can be filtered and sorted by, by their JSON keys."""
    model, known = _model(kind), queryable(kind)
    if model is None:
        return known
    columns = public_columns(model)
    return {
        key: field for key, field in known.items() if (field.attribute or field.name) in columns
    }


def _schema_of_service(view: Any) -> Kind | None:
    """Return the Get schema of the service in a view, where it says what is shown without it."""
    values = inspect.getclosurevars(view).globals.values()
    used = [getattr(value, "repository", None) for value in values]
    kinds = {known.schema for known in used if isinstance(known, CrudRepository)}
    kind = kinds.pop() if len(kinds) == 1 else None
    return kind if kind and _has_columns_only(kind) else None


def _has_columns_only(kind: Kind) -> bool:
    model = _model(kind)
    return bool(model and listed_fields(model, kind).keys() <= public_columns(model).keys())
