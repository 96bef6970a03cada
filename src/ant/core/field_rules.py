"""What must hold between the parts of a field."""

import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

from ant.core.field_values import decimal_fault, order_key
from ant.core.fields import LENGTHS, NOW, ON_DELETE, Field
from ant.core.words import nearest, quoted

LONGEST_PATTERN = 200
LONGEST_INDEXED = 600
"""Characters: an index of PostgreSQL holds no entry of more than 2704 bytes."""

MOST_DIGITS = 38
"""Of a decimal: as many as any common database holds, though PostgreSQL and a text hold more."""


class Fault(NamedTuple):
    """What is wrong with a field, what to do, and the key of its object that it is about."""

    what: str
    hint: str | None = None
    key: str = ""


def broken_rules(field: Field) -> Iterator[Fault]:
    """Everything that does not fit together in a field whose parts are right by themselves."""
    faults = [*_flags(field), *_digits(field), *_bounds(field), *_reference(field)]
    faults += _pattern(field)
    yield from faults
    if not faults:  # or else the default would be measured with a broken rule
        yield from _default(field)


def _flags(field: Field) -> Iterator[Fault]:
    if field.private and field.readonly:
        what = "nobody could ever use a field that is 'private' and 'readonly'"
        yield Fault(what, "Leave one of them out.", "readonly")
    if field.readonly and field.required and field.default is None:
        what = "no request can give a value that is 'readonly' and 'required'"
        yield Fault(what, "Give it a default, or leave one of them out.", "readonly")
    if field.unique and field.index:
        yield Fault("'unique' makes an index already", "Leave 'index' out.", "index")
    if field.unique and field.default is not None:
        what = "only one row could have the default of a 'unique' field"
        yield Fault(what, "Leave one of them out.", "default")
    has_one_value = len(field.values) == 1 or field.minimum == field.maximum is not None
    if field.unique and has_one_value and field.type not in LENGTHS:
        what = "only one row could have the one value of a 'unique' field"
        yield Fault(what, "Allow more values, or leave 'unique' out.", "unique")
    longest = field.maximum if field.type in LENGTHS else None
    if (field.unique or field.index) and isinstance(longest, int) and longest > LONGEST_INDEXED:
        key = "unique" if field.unique else "index"
        what = f"a text of {longest} characters is too long to be '{key}'"
        yield Fault(what, f"Give it a max of at most {LONGEST_INDEXED}.", key)


def _digits(field: Field) -> Iterator[Fault]:
    if field.type != "decimal":
        return
    if not 1 <= field.precision <= MOST_DIGITS:
        what = f"'precision' must be from 1 to {MOST_DIGITS}"
        yield Fault(what, "It counts all digits, those behind the point too.", "precision")
    elif not 0 <= field.scale <= field.precision:
        what = f"'scale' must be from 0 to the precision, which is {field.precision}"
        yield Fault(what, "It counts the digits behind the point.", "scale")
    else:
        for key, value in (("min", field.minimum), ("max", field.maximum)):
            fault = (
                None if value is None else decimal_fault(str(value), field.precision, field.scale)
            )
            if fault:
                yield Fault(f"'{key}' {fault}", "Give another precision or scale.", key)


def _bounds(field: Field) -> Iterator[Fault]:
    low, high = field.minimum, field.maximum
    if low is None or high is None:
        return
    if order_key(field.type, low) > order_key(field.type, high):
        yield Fault(f"'min' {low} is more than 'max' {high}", "Turn them round.", "min")


def _reference(field: Field) -> Iterator[Fault]:
    if field.type != "reference":
        return
    if field.on_delete not in ON_DELETE:
        close = nearest(field.on_delete, ON_DELETE)
        hint = f"Did you mean '{close}'?" if close else f"Write one of {', '.join(ON_DELETE)}."
        yield Fault(f"unknown 'on_delete' {quoted(field.on_delete)}", hint, "on_delete")
    if field.on_delete == "set_null" and field.required:
        what = "'set_null' would leave a 'required' field without a value"
        yield Fault(what, "Use cascade or restrict, or leave 'required' out.", "on_delete")


def _pattern(field: Field) -> Iterator[Fault]:
    if not field.pattern:
        return
    if len(field.pattern) > LONGEST_PATTERN:
        yield Fault(f"'pattern' is longer than {LONGEST_PATTERN} characters", None, "pattern")
    elif not field.pattern.isprintable():
        what = "'pattern' holds a character that cannot be seen"
        yield Fault(what, r"Write it as an escape such as \n.", "pattern")
    elif _compiled(field.pattern) is None:
        what = f"'pattern' {quoted(field.pattern)} is no regular expression of Python"
        yield Fault(what, "Try it with re.compile().", "pattern")


def _compiled(pattern: str) -> re.Pattern[str] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what Python warns of will mean something else one day
        try:
            return re.compile(pattern)
        except (re.error, Warning, OverflowError):
            return None


def _default(field: Field) -> Iterator[Fault]:
    if field.default is None or (field.is_moment and field.default.value == NOW):
        return
    what = value_fault(field, field.default.value)
    if what:
        yield Fault(f"'default' {what}", "Give another default, or another rule.", "default")


def value_fault(field: Field, value: object) -> str | None:
    """Why a value, which its type can hold, is none of a field; None where it is one."""
    if field.type == "enum" and value not in field.values:
        return f"must be one of {', '.join(field.values)[:100]}"
    if field.type == "decimal":
        fault = decimal_fault(str(value), field.precision, field.scale)
        if fault:
            return fault
    is_text = field.type in LENGTHS or field.type == "text"
    if is_text and not field.may_be_blank and not str(value).strip():
        return "must not be blank unless 'min' is 0"
    measured = len(str(value)) if is_text else order_key(field.type, value)
    if field.minimum is not None and measured < order_key(field.type, field.minimum):
        return f"{'is shorter' if is_text else 'is less'} than 'min', which is {field.minimum}"
    if field.maximum is not None and measured > order_key(field.type, field.maximum):
        return f"{'is longer' if is_text else 'is more'} than 'max', which is {field.maximum}"
    pattern = _compiled(field.pattern) if field.pattern else None
    if pattern is not None and not pattern.search(str(value)):
        return f"does not match the pattern {quoted(field.pattern)}"
    return None
