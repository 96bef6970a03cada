"""Consistency of the modifiers of a field."""

import re
import warnings
from collections.abc import Iterator

from ant.core.fields.field import ON_DELETE, Field, Json
from ant.core.fields.names import column_fault, field_name_fault
from ant.core.fields.polymorphic import parts_of
from ant.core.text.words import did_you_mean, quoted
from ant.field_types.base import Fault as Fault

_ATTRIBUTES = {"nullable": "takes_null", "column": "stored_as"}

LONGEST_PATTERN = 200
LONGEST_INDEXED = 600
"""Characters: an index of PostgreSQL holds no entry of more than 2704 bytes."""


def broken_rules(field: Field) -> Iterator[Fault]:
    """Everything that does not fit together in a field whose parts are right by themselves."""
    faults = [
        *_column(field),
        *_flags(field),
        *field.kind.faults(field),
        *_bounds(field),
        *_reference(field),
    ]
    faults += _pattern(field)
    yield from faults
    if not faults:  # or else the default would be measured with a broken rule
        yield from _default(field)


def _column(field: Field) -> Iterator[Fault]:
    fault = column_fault(field.column) if field.is_column else None
    if fault and field.stored_as:
        yield Fault(f"'column' {quoted(field.stored_as)}: {fault}", "Give it another.", "column")
    elif fault and field_name_fault(field.name) is None:
        yield Fault(fault, f"Give it another column: column={field.key}_value, for instance.")


def _flags(field: Field) -> Iterator[Fault]:
    if field.required and field.takes_null:
        what = "a value that is 'required' is never null, so it is not 'nullable'"
        yield Fault(what, "Leave one of them out.", "nullable")
    if field.private and field.readonly:
        what = "nobody could ever use a field that is 'private' and 'readonly'"
        yield Fault(what, "Leave one of them out.", "readonly")
    if field.readonly and field.required and field.default is None:
        what = "no request can give a value that is 'readonly' and 'required'"
        yield Fault(what, "Give it a default, or leave one of them out.", "readonly")
    if field.unique and field.index:
        yield Fault("'unique' makes an index already", "Leave 'index' out.", "index")
    has_own_values = field.is_made and field.kind.makes_unique
    if field.unique and field.default is not None and not has_own_values:
        what = "only one row could have the default of a 'unique' field"
        yield Fault(what, "Leave one of them out.", "default")
    has_one_value = len(field.values) == 1 or field.minimum == field.maximum is not None
    if field.unique and has_one_value and not field.kind.longest:
        what = "only one row could have the one value of a 'unique' field"
        yield Fault(what, "Allow more values, or leave 'unique' out.", "unique")
    longest = field.maximum if field.kind.longest else None
    if (field.unique or field.index) and isinstance(longest, int) and longest > LONGEST_INDEXED:
        key = "unique" if field.unique else "index"
        what = f"a text of {longest} characters is too long to be '{key}'"
        yield Fault(what, f"Give it a max of at most {LONGEST_INDEXED}.", key)


def _bounds(field: Field) -> Iterator[Fault]:
    low, high = field.minimum, field.maximum
    if low is None or high is None:
        return
    if field.kind.order_key(low) > field.kind.order_key(high):
        yield Fault(f"'min' {low} is more than 'max' {high}", "Turn them round.", "min")


def _reference(field: Field) -> Iterator[Fault]:
    yield from _among(field)
    if field.on_delete and field.on_delete not in ON_DELETE:
        hint = did_you_mean(field.on_delete, ON_DELETE, f"Write one of {', '.join(ON_DELETE)}.")
        yield Fault(f"unknown 'on_delete' {quoted(field.on_delete)}", hint, "on_delete")
    if field.on_delete == "set_null" and field.required:
        what = "'set_null' would leave a 'required' field without a value"
        yield Fault(what, "Use cascade or restrict, or leave 'required' out.", "on_delete")


def _among(field: Field) -> Iterator[Fault]:
    """What contradicts a reference to any of several routes."""
    for to in dict.fromkeys(field.among):
        if field.among.count(to) > 1:
            yield Fault(f"'to' names {quoted(to)} twice", "Leave one of them out.", "to")
    for key in ("nullable", "unique", "index", "private", "readonly", "column"):
        if field.among and getattr(field, _ATTRIBUTES.get(key, key)):
            what = f"'{key}' does not go with a reference to several routes"
            yield Fault(what, "It takes required, to, on_delete, description.", key)
    for part in parts_of(field) if field.among else ():
        if fault := column_fault(part.column):
            yield Fault(f"its column {part.column}: {fault}", "Give it a shorter name.")


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
    if field.default is None or field.is_made:
        return
    what = value_fault(field, field.default.value)
    if what:
        yield Fault(f"'default' {what}", "Give another default, or another rule.", "default")


def value_fault(field: Field, value: Json) -> str | None:
    """Why a value, which its type can hold, is none of a field; None where it is one."""
    kind = field.kind
    fault = kind.value_fault(field, value)
    if fault:
        return fault
    is_text = kind.longest > 0
    if is_text and not field.may_be_blank and not str(value).strip():
        return "must not be blank unless 'min' is 0"
    measured = kind.measure(value) if is_text else kind.order_key(value)
    if field.minimum is not None and measured < kind.order_key(field.minimum):
        return f"{'is shorter' if is_text else 'is less'} than 'min', which is {field.minimum}"
    if field.maximum is not None and measured > kind.order_key(field.maximum):
        return f"{'is longer' if is_text else 'is more'} than 'max', which is {field.maximum}"
    pattern = _compiled(field.pattern) if field.pattern else None
    if pattern is not None and not pattern.search(str(value)):
        return f"does not match the pattern {quoted(field.pattern)}"
    return None
