"""The parameters of a list: by what its rows can be filtered and sorted."""

from typing import NamedTuple

from ant.core.fields import Field
from ant.core.spec import Route
from ant.rendering.columns import is_hidden
from ant.rendering.openapi_fields import WITHOUT_NUL, Schema, returned

ORDERS = {"gt": "more", "gte": "not less", "lt": "less", "lte": "not more"}
SHARED = ("page", "per_page")
"""Parameters that every list has; the document of the whole API holds them."""

_TEXTS = ("string", "text", "email", "url", "enum")
_WITHOUT_ORDER = ("boolean", "uuid", "reference")
_MOMENT: Schema = {"type": "string", "format": "date-time"}


class Column(NamedTuple):
    """Something that is returned and that a list can be filtered and sorted by."""

    name: str
    type: str
    schema: Schema
    """Of a value in a query, which is text: without the limits of what may be stored."""


def columns_of(route: Route) -> list[Column]:
    """Return the columns of a route that its lists know."""
    return [
        Column("id", "bigint", _value(Field("id", "bigint"))),
        *(
            Column(each.column, each.type, _value(each))
            for each in route.fields
            if each.is_column and not is_hidden(each) and each.type != "json"
        ),
        Column("created_at", "datetime", _MOMENT),
        Column("updated_at", "datetime", _MOMENT),
    ]


def list_parameters(route: Route) -> dict[str, Schema]:
    """Return the parameters of every list of a route, by their names among the components."""
    columns = columns_of(route)
    found = [_sort(columns), *(each for column in columns for each in _filters(column))]
    return {f"{route.names.text}.{each['name']}": each for each in found}


def parameter_references(route: Route) -> list[Schema]:
    """Return what a list of a route has as its ``parameters``."""
    names = [*SHARED, *list_parameters(route)]
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _value(field: Field) -> Schema:
    if field.type in _TEXTS:
        return {"type": "string", "pattern": WITHOUT_NUL}
    if field.type == "reference":
        return _value(Field(field.name, "bigint"))
    schema = returned(field._replace(required=True, readonly=False))
    return {key: value for key, value in schema.items() if key != "description"}


def _sort(columns: list[Column]) -> Schema:
    name = "|".join(column.name for column in columns)
    return {
        "name": "sort",
        "in": "query",
        "description": "Columns to sort by, with a hyphen in front for the other way round.",
        "schema": {"type": "string", "pattern": f"^-?({name})(,-?({name}))*$"},
        "example": "-created_at,id",
    }


def _filters(column: Column) -> list[Schema]:
    name = column.name
    filters = [
        _filter(name, f"Only rows whose {name} is this.", column.schema),
        _filter(f"{name}__ne", f"Only rows whose {name} is not this.", column.schema),
    ]
    if column.type not in _WITHOUT_ORDER:
        filters += [
            _filter(f"{name}__{key}", f"Only rows whose {name} is {word} than this.", column.schema)
            for key, word in ORDERS.items()
        ]
    if column.type in _TEXTS:
        told = f"Only rows whose {name} {{}} this, in capitals or not."
        filters.append(_filter(f"{name}__contains", told.format("contains"), column.schema))
        filters.append(_filter(f"{name}__startswith", told.format("begins with"), column.schema))
    filters.append(_one_of(column))
    told = f"Only rows whose {name} is empty, or with false only those where it is not."
    return [*filters, _filter(f"{name}__isnull", told, {"type": "boolean"})]


def _filter(name: str, told: str, schema: Schema) -> Schema:
    """A parameter that filters again where it stands again."""
    values = {"type": "array", "items": schema, "minItems": 1}
    return {"name": name, "in": "query", "description": told, "schema": values}


def _one_of(column: Column) -> Schema:
    schema = column.schema
    if schema.get("pattern") == WITHOUT_NUL:
        schema = schema | {"pattern": "^[^\\u0000,]+$"}
    told = f"Only rows whose {column.name} is one of these."
    return _filter(f"{column.name}__in", told, schema) | {"style": "form", "explode": False}
