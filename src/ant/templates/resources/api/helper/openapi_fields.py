"""How this project's fields are described in OpenAPI, beyond what apispec knows."""

import re
from typing import Any

from marshmallow import fields

from helper import schema_fields
from helper.openapi_views import named

TYPES: dict[type[fields.Field[Any]], tuple[str | None, str | None]] = {
    schema_fields.Exact: ("string", None),
    schema_fields.Float: ("number", "double"),
    schema_fields.Json: (None, None),
    schema_fields.Url: ("string", "uri"),
    schema_fields.Time: ("string", None),  # the format "time" would ask for an offset
}
TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?$"
NOT_BLANK = {"pattern": r"\S"}
# Regular expressions that JavaScript, whose dialect JSON Schema has, reads as Python does.
PORTABLE = re.compile(
    r"""(?: \\[dDwWsSbBnrtfv^$\\.*+?()\[\]{}|/]
          | \[\^?(?!\])(?:\\[dDwWsSnrtfvb^$\\.*+?()\[\]{}|/-]|[^\\\]])*\]
          | \((?:\?(?:[:=!]|<[=!]))?(?!\?)
          | (?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??(?![*+?])
          | [^\\\[\](){}*+?] | \)
        )*""",
    re.X,
)


def describe_fields(converter: Any) -> None:
    """Teach apispec's converter the fields of ``helper/schema_fields.py``."""
    for kind, (type_name, format_name) in TYPES.items():
        converter.map_to_openapi_type(kind, type_name, format_name)
    converter.add_attribute_function(own_properties)


def whole_number(bits: int) -> dict[str, Any]:
    """Return the JSON Schema of the integers that a column of so many bits holds."""
    limit = 2 ** (bits - 1)
    return {"type": "integer", "format": f"int{bits}", "minimum": -limit, "maximum": limit - 1}


SHARED_SCHEMAS: dict[str, dict[str, Any]] = {
    "Int32": whole_number(32),
    "Int64": whole_number(64),
    "Int32s": {"type": "array", "items": named("Int32")},
    "Int64s": {"type": "array", "items": named("Int64")},
    "Texts": {"type": "array", "items": {"type": "string", "pattern": "^[^,]+$"}},
    "Dates": {"type": "array", "items": {"type": "string", "format": "date"}},
    "Moments": {"type": "array", "items": {"type": "string", "format": "date-time"}},
}
"""What filters take so often that the document says it once."""


def shared(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the reference to one of these schemas, and another schema as it is."""
    return next((named(name) for name, known in SHARED_SCHEMAS.items() if known == schema), schema)


def own_properties(_: Any, field: fields.Field[Any], ret: dict[str, Any]) -> dict[str, Any]:
    """Return the properties to add to what apispec has found so far, ``ret``."""
    if isinstance(field, schema_fields.Integer):
        return {**whole_number(field.bits), **ret}
    if isinstance(field, schema_fields.Exact):
        sign = "" if str(ret.get("x-minimum", "-")) >= "0" else "-?"
        fraction = rf"(\.\d{{1,{field.scale}}})?" if field.scale else ""
        return {"pattern": rf"^{sign}\d{{1,{max(field.whole, 1)}}}{fraction}$"}
    if isinstance(field, schema_fields.Time):
        return {"pattern": TIME}
    if isinstance(field, schema_fields.Json) and not field.allow_none:
        return {"not": {"type": "null"}}
    if field.allow_none and None not in ret.get("enum", [None]):
        ret["enum"] = [*ret["enum"], None]
    if "pattern" in ret:
        ret["pattern"] = re.sub(r"\\Z$", "$", ret["pattern"])
        if not PORTABLE.fullmatch(ret["pattern"]):
            del ret["pattern"]
    if isinstance(field, schema_fields.String) and not field.allow_blank:
        return NOT_BLANK if ret.keys().isdisjoint(("pattern", "format", "enum")) else {}
    return {}
