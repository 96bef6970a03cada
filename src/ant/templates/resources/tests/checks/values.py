"""Values at the limits of a field, and those that must be refused, by the type of the field."""

from math import inf, nextafter
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import CheckConstraint

from factories.columns import Column, Json, steps_of
from factories.values import fitted, of_length
from helper import schema_fields

DEEP: list[Any] = []
for _ in range(100):
    DEEP = [DEEP]
WRONG: dict[type, dict[str, Json]] = {
    schema_fields.String: {"number": 1, "list": ["a"], "nul": "abcdefgh\0"},
    schema_fields.Email: {"no address": "nobody", "no domain": "somebody@"},
    schema_fields.Url: {"no address": "nowhere", "no scheme": "example.com/a"},
    schema_fields.Integer: {"text": "1", "fraction": 1.5, "true": True},
    schema_fields.Float: {"text": "1.5", "true": True},
    schema_fields.Exact: {"text": "1,5", "true": True},
    schema_fields.Boolean: {"text": "true", "number": 1},
    schema_fields.Uuid: {"text": "no uuid", "number": 1},
    schema_fields.Date: {"text": "soon", "no such day": "2023-02-29", "short": "20230228"},
    schema_fields.Time: {"no such time": "25:00:00", "offset": "12:00:00+01:00", "short": "12"},
    schema_fields.Moment: {"text": "soon", "number": 1, "no offset": "2024-05-01T12:00:00"},
    schema_fields.ListOf: {"text": "a", "null in it": [None], "list in it": [["a"]]},
    schema_fields.Json: {"nul": ["a\0b"], "nul in a key": {"\0": 1}, "too deep": [DEEP]}
    | {"too large": [2**64], "too low": -(2**63) - 1},
}
RIGHT: dict[type, dict[str, Json]] = {
    schema_fields.Exact: {"zero": "0"},
    schema_fields.Moment: {"elsewhere": "2024-05-01T12:00:00-07:30"},
    schema_fields.ListOf: {"nothing": []},
    schema_fields.Json: {"lowest": -(2**63), "highest": {"of 64 bits": 2**64 - 1}, "deep": DEEP}
    | {"text": "a", "number": 0.5, "list": [1, None, {"a": []}], "false": False},
}
STANDARD = (
    schema_fields.Matches | validate.Length | validate.Range | validate.OneOf | validate.Regexp
) | (validate.Email | validate.URL)
"""What the tables above know to reckon with."""


def wrong_values(column: Column) -> dict[str, Json]:
    """Return values that must be refused, by what is wrong with them."""
    field, found = column.field, _of_type(WRONG, column)
    if not column.nullable:
        found["null"] = None
    if isinstance(field, schema_fields.String) and not field.allow_blank:
        found |= {"empty": "", "blank": " " * max(column.lengths[0], 1), "tab": "\t"}
    if isinstance(field, schema_fields.Exact):
        digits = f"{column.at(column.limits[0])}{'' if field.scale else '.'}1"
        found |= {"digits": digits, "unsure digits": 10.0 ** (15 - field.scale)}
    if column.choices and isinstance(field, fields.String):
        found["unknown"] = f"{max(column.choices, key=len)}?"
    if column.pattern:
        texts = [(letter * max(column.lengths[0], 3))[: column.lengths[1]] for letter in "!aA0 -ü"]
        unlike = [text for text in texts if not column.pattern.search(text)]
        found |= {"no match": unlike[0]} if unlike else {}
    return found | beyond_limits(column, types=True)


def beyond_limits(column: Column, *, types: bool = False) -> dict[str, Json]:
    """Return the nearest values beyond the limits that a schema gives, or its type as well."""
    found: dict[str, Json] = {}
    least, most = column.lengths
    if least:
        found["too short"] = of_length(column, least - 1)
    if most is not None:
        found["too long"] = of_length(column, most + 1)
    bounds, steps = column.rule(validate.Range), steps_of(column.field)
    if isinstance(column.field, fields.Float):
        low, high = (None, None) if bounds is None else (bounds.min, bounds.max)
        found |= {"too small": nextafter(-inf if low is None else low, -inf)}
        found |= {"too large": nextafter(inf if high is None else high, inf)}
        return {name: number for name, number in found.items() if abs(number) < inf}
    if steps is not None:
        is_number = isinstance(column.field, fields.Integer | schema_fields.Exact) and types
        low, high = column.limits
        if is_number or low > steps.lowest:
            found["too small"] = column.at(low - 1)
        if is_number or high < steps.highest:
            found["too large"] = column.at(high + 1)
    return found


def checked_limits(column: Column) -> dict[str, Json]:
    """Return those values beyond limits that the table has to refuse as well."""
    rules = column.stored.constraints if column.stored is not None else ()
    text = " ".join(str(rule.sqltext) for rule in rules if isinstance(rule, CheckConstraint))
    return {
        case: value
        for case, value in beyond_limits(column).items()
        if "BETWEEN" in text or ("<=" if case in ("too long", "too large") else ">=") in text
    }


def extremes(column: Column) -> dict[str, Json]:
    """Return right values at the limits, by what they are."""
    found = {name: value for name, value in _of_type(RIGHT, column).items() if column.takes(value)}
    bounds, steps = column.rule(validate.Range), steps_of(column.field)
    if column.choices:
        found |= {str(choice): choice for choice in column.choices}
    elif isinstance(column.field, fields.Float) and bounds is not None:
        given = {"least": bounds.min, "most": bounds.max}
        found |= {name: limit for name, limit in given.items() if limit is not None}
    elif steps is not None and not column.to:
        found |= {"least": column.at(column.limits[0]), "most": column.at(column.limits[1])}
    elif isinstance(column.field, fields.String) and not column.pattern:
        least, most = column.lengths
        if not isinstance(column.field, fields.Email | fields.Url):
            odd = fitted(column, 'Zoë\'s "100%" <b>_\\')
            shortest = least if getattr(column.field, "allow_blank", True) else max(least, 1)
            found |= {"shortest": of_length(column, shortest), "odd": odd}
        elif most is not None and most < 15:
            most = None  # for which there may be no address
        found |= {"longest": of_length(column, most)} if most is not None else {}
    has_own_rules = column.field is not None and any(
        not isinstance(rule, STANDARD) for rule in column.field.validators
    )
    return {key: value for key, value in found.items() if not has_own_rules or column.takes(value)}


def _of_type(table: dict[type, dict[str, Json]], column: Column) -> dict[str, Json]:
    """Return what a table says of the type of a field, and of those that this is made of."""
    rows = (table.get(kind, {}) for kind in reversed(type(column.field).mro()))
    return {name: value for row in rows for name, value in row.items()}
