"""What rows get that are without a value, in Python."""

import re

from ant.core.field_rules import value_fault
from ant.core.field_values import held_value, order_key
from ant.core.fields import NOW, Field, Json
from ant.core.json_depth import read_json
from ant.rendering.code import Piece, call, literal

NOW_FILL = "utc_now()"
ID_FILL = 'sa.column("id")'
"""The only value that is certain to differ from row to row."""

_NEUTRAL: dict[str, Json] = {
    "integer": 0, "bigint": 0, "float": 0.0, "decimal": "0", "boolean": False, "json": {},
    "date": "1970-01-01", "time": "00:00:00", "datetime": NOW,
    "uuid": "00000000-0000-0000-0000-000000000000",
}  # fmt: skip
_NOT_TEXTS = ("integer", "bigint", "float", "boolean", "json")
_NUMBERS = ("integer", "bigint", "float")
_TEXTS = ("string", "email", "url")


def default_fill(field: Field) -> Piece:
    """Return the default of a field that has one."""
    return "" if field.default is None else _fill(field, field.default.value)


def given_fill(field: Field, value: Json) -> Piece:
    """Return a value that somebody gave for a field, as JSON or as the text of it.

    Raises ``ValueError`` where a field cannot have it.
    """
    if field.type == "password":
        raise ValueError("cannot be given: of a password a hash is stored")
    if field.is_moment and value == NOW:
        return _fill(field, NOW)
    kind = "bigint" if field.type == "reference" else field.type
    held = held_value(kind, _parsed(value) if kind in _NOT_TEXTS else value)
    fault = value_fault(field, held)
    if fault:
        raise ValueError(fault)
    return _fill(field, held)


def _fill(field: Field, held: Json) -> Piece:
    if field.is_moment and held == NOW:
        return {"date": f"{NOW_FILL}.date()", "time": f"{NOW_FILL}.time()"}.get(
            field.type, NOW_FILL
        )
    if field.type in ("date", "time", "datetime"):
        return _moment(field.type, str(held))
    wrapped = {"decimal": "Decimal", "uuid": "uuid.UUID"}.get(field.type)
    return call(wrapped, literal(held)) if wrapped else literal(held)


def neutral_fill(field: Field) -> Piece:
    """Return a value that says as little as it can; '' where there is none."""
    if field.type == "reference":
        least = literal(f'(SELECT min(id) FROM "{field.to}")')
        return "" if field.unique else call("sa.text", least)
    if field.unique:
        if field.type in _TEXTS:
            return call("sa.cast", ID_FILL, "sa.String()")
        return ID_FILL if field.type in _NUMBERS else ""
    if field.type == "enum":
        return literal(field.values[0])
    if field.type in _NEUTRAL:
        return _fill(field, _within_limits(field, _NEUTRAL[field.type]))
    shortest = field.minimum if isinstance(field.minimum, int) else 0
    is_blank = field.may_be_blank or field.type not in ("string", "text")
    return literal("-" * max(shortest, 0 if is_blank else 1))


def _within_limits(field: Field, value: Json) -> Json:
    """The value, or the limit of a field that is nearest to it."""
    low, high = field.minimum, field.maximum
    if value == NOW:  # whenever that will be
        return low or high or value
    kind = field.type
    if low is not None and order_key(kind, value) < order_key(kind, low):
        return low
    return high if high is not None and order_key(kind, value) > order_key(kind, high) else value


def _parsed(value: Json) -> Json:
    """A value as JSON that a command line had to give as a text."""
    try:
        return read_json(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _moment(kind: str, text: str) -> str:
    """A moment as ``held_value`` gives it."""
    numbers = ", ".join(str(int(part)) for part in re.findall("[0-9]+", text))
    return f"dt.datetime({numbers}, tzinfo=dt.UTC)" if "T" in text else f"dt.{kind}({numbers})"
