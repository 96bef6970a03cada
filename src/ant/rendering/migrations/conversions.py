"""Conversions of values when the type of their column changes."""

from collections.abc import Iterable, Sequence
from typing import Any

from ant.core.fields.field import Json
from ant.field_types.base import FieldType
from ant.field_types.registry import TYPES
from ant.rendering.tables.checks import Check
from ant.rendering.tables.column_type import ColumnType
from ant.rendering.tables.tables import KEY_NAME, Column, Table

_NUMBERS = ("whole", "float", "exact")
_GROUPS = ((*_NUMBERS, "boolean"), ("date", "moment"))
_MANY = 400
"""Bits or digits without a limit."""
_FLOAT_DIGITS = 15
"""So many a float holds."""
_SPELLED = (*_NUMBERS, "boolean", "date", "time", "moment", "uuid")
"""Types whose values the API writes as texts without loss."""


def converts(old: Column, new: Column) -> bool:
    """Whether values of a column are kept, rather than dropped with what depends on them."""
    was, now = old.type.values, new.type.values
    if was is now or was.conversion == now.conversion != "" or _share(_GROUPS, was, now):
        return True
    return any(
        (one.is_free_text and other.conversion in _SPELLED)
        or (one.conversion == "json" and other.is_in_json)
        for one, other in ((was, now), (now, was))
    )


def is_rekeyed(old: Table, new: Table) -> bool:
    """Whether a table is made anew: no id of a row of it could become one of the new ids."""
    was, now = old.column(KEY_NAME), new.column(KEY_NAME)
    if was is None or now is None:  # a reference is the key of rows without one
        return was is not now
    if was.type.values.is_free_text or now.type.values.is_free_text:
        return was.type.code != now.type.code  # texts that clients give are of another route
    return not converts(was, now)


def _share(groups: Iterable[Sequence[str]], was: FieldType, now: FieldType) -> bool:
    return any(was.conversion in group and now.conversion in group for group in groups)


def may_be_none(old: Column, new: Column) -> bool:
    """Whether values that stay may be none of those of the ``enum`` that their column is now."""
    if not new.values or not converts(old, new):
        return False
    return not old.values or not {*old.values} <= {*new.values}


def may_misfit(old: ColumnType, new: ColumnType) -> bool:
    """Whether the new type, whose values those of the old become, cannot hold each unchanged."""
    was, now = old.values.conversion, new.values.conversion
    if old.code == new.code or was == "key":
        return False
    if now == "text":
        return bool(new.size) and not 0 < _longest(old) <= new.size
    if was in ("text", "json"):
        return now != "json" or was == "text"
    if now == "json" or (was, now) == ("date", "moment"):
        return False
    if (was, now) == ("moment", "date") or now == "boolean":
        return True
    return _may_lose_digits(old, new)


def may_be_longer(old: Column, new: Column) -> bool:
    """Whether a text that stays as it is may be longer than the API takes from now on."""
    if not new.longest or old.type.values.conversion not in ("text", "json"):
        return False
    before = old.longest or old.type.size
    return not before or before > new.longest


def may_break(old: Column, new: Column, check: Check) -> bool:
    """Whether values that stay may break a rule of the new column."""
    was, now = old.type.values, new.type.values
    if not converts(old, new):
        return False
    if check.rule == "enum":
        return may_be_none(old, new)
    if check.rule == "blank" and was.conversion != "text":
        return False
    known = old.check(check.rule)
    alike = was is now or _share((("text",), _NUMBERS), was, now)
    if known is None or not alike:
        return True
    if known.in_database == check.in_database:
        return False
    return not _is_within(known, check, was)


def _is_within(known: Check, check: Check, kind: FieldType) -> bool:
    """Whether what meets one rule of lengths or values meets another one."""
    one, other = (
        [limit if limit is None else _ordered(kind, limit) for limit in (rule.least, rule.most)]
        for rule in (known, check)
    )
    return (other[0] is None or (one[0] is not None and one[0] >= other[0])) and (
        other[1] is None or (one[1] is not None and one[1] <= other[1])
    )


def _ordered(kind: FieldType, limit: Json) -> Any:  # noqa: ANN401, what can be compared
    is_decimal = kind.conversion in _NUMBERS and isinstance(limit, str)
    return (TYPES["decimal"] if is_decimal else kind).order_key(limit)


def is_copied(old: Column, new: Column) -> bool:
    """Whether each value has to be looked at before it can be one of the new type."""
    if old.primary or old.type.code == new.type.code:
        return False
    return not is_widening(old.type, new.type)


def is_widening(old: ColumnType, new: ColumnType) -> bool:
    """Whether both databases can change the type without an explicit conversion."""
    if may_misfit(old, new):
        return False
    was, now = old.values, new.values
    if was.conversion == now.conversion == "exact":
        return old.scale == new.scale
    return _share((("text",), ("whole",), ("key",)), was, now)


def _longest(kind: ColumnType) -> int:
    """The characters of the longest text of a type; 0 without a limit."""
    if kind.values.conversion == "exact":
        return kind.size + 3  # with a sign, a point and the zero before it
    return kind.size if kind.values.conversion == "text" else kind.values.longest_text


def _may_lose_digits(old: ColumnType, new: ColumnType) -> bool:
    """Whether a number may be too large or too precise for a type of numbers."""
    was, now = old.values, new.values
    if now.conversion == "whole":
        return was.conversion != "boolean" and now.bits < (was.bits or _MANY)
    if now.conversion == "exact":
        whole = old.size - old.scale if was.conversion == "exact" else was.digits or _MANY
        return new.size - new.scale < whole or new.scale < old.scale
    return (old.size if was.conversion == "exact" else was.digits) > _FLOAT_DIGITS


def misfit_words(old: ColumnType, new: ColumnType) -> str:
    """Return what holds of a value that the new type cannot hold unchanged."""
    was, now = old.values.conversion, new.values.conversion
    if now == "text":
        return f"is longer than {new.size} characters"
    if was in ("text", "json"):
        return f"cannot be read as {new} without a change"
    if now == "date":
        return "is not midnight in UTC"
    if now == "boolean":
        return "is neither 0 nor 1"
    return f"has more digits than {new}"
