"""What fields are in JSON Schema: as they are returned, and as they are sent."""

import re

from ant.core.fields import WHOLE_NUMBERS, Field, Json
from ant.rendering.columns import is_hidden, is_now
from ant.rendering.openapi_range import (
    at_least,
    at_most,
    decimals,
    decimals_at_least,
    decimals_at_most,
    moments_at_least,
    moments_at_most,
)

Schema = dict[str, Json]

ANY_JSON = "#/components/schemas/jsonValue"

WITHOUT_NUL = "^[^\\u0000]*$"
NOT_BLANK = "\\S"
_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?$"
_NOT_NULL = ["string", "number", "boolean", "object", "array"]
_FLOAT_DIGITS = 15
"""Of a decimal that is a number in JSON: a float keeps so many for sure."""
_SQUARE_ROOT_OF_ALL = 2**53
"""Whole numbers up to here are the same in every JSON parser."""

_ESCAPED = r"\\(?:[dDwWsSnrtfv^$\\.*+?()\[\]{}|/]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})"
_PORTABLE = re.compile(
    rf"""(?: {_ESCAPED} | \\[bB]
           | \[\^?(?!\])(?:{_ESCAPED}|\\[b-]|[^\\\]])*\]
           | \((?:\?(?:[:=!]|<[=!]))?(?!\?)
           | (?:[*+?]|\{{[0-9]+(?:,[0-9]*)?\}})\??(?![*+?])
           | [^\\\[\](){{}}*+?] | \)
        )*""",
    re.X,
)
"""Patterns that mean the same in JavaScript, in its mode ``u``: JSON Schema has those."""


def returned(field: Field) -> Schema:
    """The schema of a field in an answer."""
    schema = _shape(field)
    if field.readonly:
        schema["readOnly"] = True
    return _nullable(schema) if field.nullable else schema


def sent(field: Field) -> Schema:
    """The schema of a field in a body, with everything that is checked."""
    schema = _decimal(field) if field.type == "decimal" else _shape(field) | _limits(field)
    told = _told(field)
    if told:
        schema["description"] = told
    if is_hidden(field):
        schema["writeOnly"] = True
    if field.default is not None and not field.required and not is_now(field):
        schema["default"] = field.default.value
    return _nullable(schema) if field.nullable else schema


def _shape(field: Field) -> Schema:
    """What any value of the type looks like, whatever its limits are."""
    if field.type in WHOLE_NUMBERS:
        lowest, highest = WHOLE_NUMBERS[field.type]
        size = "int32" if field.type == "integer" else "int64"
        return {"type": "integer", "format": size, "minimum": lowest, "maximum": highest}
    if field.type == "decimal":
        return {"type": "string", "pattern": f"^{decimals(field.precision, field.scale)}$"}
    if field.type == "json":
        return {"$ref": ANY_JSON} if field.nullable else {"$ref": ANY_JSON, "type": _NOT_NULL}
    if field.type == "enum":
        return {"type": "string", "enum": [*field.values]}
    if field.type == "reference":
        key = _shape(Field(field.name, "bigint"))
        return {**key, "description": f"The id of one of {field.to}."}
    return dict(_SHAPES.get(field.type, {"type": "string"}))


_SHAPES: dict[str, Schema] = {
    "float": {"type": "number", "format": "double"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": _TIME},
    "datetime": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"},
    "email": {"type": "string", "format": "email"},
    "url": {"type": "string", "format": "uri"},
    "password": {"type": "string", "format": "password"},
}


def _limits(field: Field) -> Schema:
    """What narrows the shape."""
    low, high = field.minimum, field.maximum
    if field.type in WHOLE_NUMBERS or field.type == "float":
        limits: Schema = {"minimum": low, "maximum": high}
    elif field.type in ("string", "text", "email", "url", "password"):
        limits = {"minLength": low, "maxLength": high}
        any_text = [] if field.type in ("email", "url") else [WITHOUT_NUL]
        any_text += [] if field.may_be_blank or field.type in ("email", "url") else [NOT_BLANK]
        return _given(limits) | _all_of([*any_text, *_portable(field.pattern)])
    elif field.type == "date":
        limits = _all_of(_moments(field, ""))
    elif field.type == "time":
        limits = _all_of([_TIME, *_moments(field, "(\\.[0-9]{1,6})?")])
    elif field.type == "datetime":
        patterns = [moments_at_least(str(low))] if low is not None else []
        patterns += [moments_at_most(str(high))] if high is not None else []
        limits = _all_of([f"^{each}$" for each in patterns])
    else:
        limits = {}
    return _given(limits)


def _given(limits: Schema) -> Schema:
    return {key: value for key, value in limits.items() if value is not None}


def _all_of(patterns: list[str]) -> Schema:
    """A text that has all the patterns; JSON Schema allows one beside a type."""
    schema: Schema = {"pattern": patterns[0]} if patterns else {}
    if len(patterns) > 1:
        schema["allOf"] = [{"pattern": each} for each in patterns[1:]]
    return schema


def _moments(field: Field, behind: str) -> list[str]:
    low, high = field.minimum, field.maximum
    patterns = [f"^{at_least(str(low))}{behind}$"] if low is not None else []
    if high is None:
        return patterns
    return [*patterns, f"^{at_most(str(high))}{behind}$"]


def _decimal(field: Field) -> Schema:
    """A decimal as text, which is exact, or as a number."""
    digits = (field.precision, field.scale)
    low, high = field.minimum, field.maximum
    text: Schema = {"type": "string"}
    patterns = [f"^{decimals(*digits)}$"]
    if low is not None:
        patterns.append(f"^{decimals_at_least(str(low), *digits)}$")
    if high is not None:
        patterns.append(f"^{decimals_at_most(str(high), *digits)}$")
    text |= _all_of(patterns)
    most = 10 ** (min(field.precision, _FLOAT_DIGITS) - field.scale)
    number: Schema = {"type": "number", "exclusiveMinimum": -most, "exclusiveMaximum": most}
    if low is not None and float(low) > -most:
        number = {"type": "number", "minimum": _number(low), "exclusiveMaximum": most}
    if high is not None and float(high) < most:
        del number["exclusiveMaximum"]
        number["maximum"] = _number(high)
    number["multipleOf"] = _number(f"1e-{field.scale}")
    return {"anyOf": [text, number]}


def _number(text: int | float | str) -> int | float:
    """The number that a decimal's text is, whole where it can be."""
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < _SQUARE_ROOT_OF_ALL else number


def _portable(pattern: str) -> list[str]:
    return [pattern] if pattern and _PORTABLE.fullmatch(pattern) else []


def _told(field: Field) -> str:
    """What a schema cannot say, in words."""
    words = []
    if field.type == "reference":
        words.append(f"The id of one of {field.to}.")
    if is_now(field) and not field.required:
        words.append("Where it is left out, the moment of the request.")
    if field.type == "datetime":
        words.append("A time without an offset is refused; it is kept in UTC.")
        if field.minimum is not None:
            words.append(f"Not before {field.minimum}.")
        if field.maximum is not None:
            words.append(f"Not after {field.maximum}.")
    if field.pattern and not _portable(field.pattern):
        words.append(f"It has to match the regular expression of Python {field.pattern!r}.")
    return " ".join(words)


def _nullable(schema: Schema) -> Schema:
    """The schema with ``null`` allowed as well."""
    if "anyOf" in schema:
        return schema | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "$ref" in schema:
        return schema  # any JSON is null too
    nullable = schema | {"type": [schema["type"], "null"]}
    if "enum" in schema:
        nullable["enum"] = [*schema["enum"], None]
    return nullable
