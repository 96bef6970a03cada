"""What becomes of values when the type of their column changes."""

from typing import Any

from ant.core.field_values import order_key
from ant.core.fields import Json
from ant.rendering.checks import Check
from ant.rendering.tables import Column, ColumnType

_FREE_TEXTS = ("string", "text", "enum")
_TEXTS = (*_FREE_TEXTS, "email", "url")
_WHOLE = {"integer": 32, "bigint": 64, "reference": 64}
_NUMBERS = (*_WHOLE, "float", "decimal")
_KEYS = ("key", "sketch key")
_SPELLED = (*_NUMBERS, "boolean", "date", "time", "datetime", "uuid")
"""Whose values the API writes as a text that says all of them."""

_GROUPS = (_TEXTS, _KEYS, (*_NUMBERS, "boolean"), ("date", "datetime"))
_IN_JSON = ("string", "text", "integer", "bigint", "float", "boolean")

_LONGEST = {"integer": 11, "bigint": 20, "reference": 20, "float": 24, "boolean": 5, "date": 10,
            "time": 15, "datetime": 27, "uuid": 36}  # fmt: skip
"""The characters of the longest text that a value of a type is written as."""

_DIGITS = {"integer": 10, "bigint": 19, "reference": 19, "boolean": 1}
"""The most digits of a whole number of a type."""


def converts(old: Column, new: Column) -> bool:
    """Whether values of a column stay; others go, and so does what was made of them."""
    was, now = old.type.kind, new.type.kind
    if was == now or any(was in group and now in group for group in _GROUPS):
        return True
    for one, other in ((was, now), (now, was)):
        if one in _FREE_TEXTS and other in _SPELLED:
            return True
        if one == "json" and other in _IN_JSON:
            return True
    return False


def may_be_none(old: Column, new: Column) -> bool:
    """Whether values that stay may be none of those of the ``enum`` that their column is now."""
    if not new.values or not converts(old, new):
        return False
    return not old.values or not {*old.values} <= {*new.values}


def may_misfit(old: ColumnType, new: ColumnType) -> bool:
    """Whether the new type, whose values those of the old become, cannot hold each unchanged."""
    was, now = old.kind, new.kind
    if old.code == new.code or was in _KEYS:
        return False
    if now in _TEXTS:
        return bool(new.size) and not 0 < _longest(old) <= new.size
    if was in _TEXTS or was == "json":
        return now != "json" or was in _TEXTS
    if now == "json" or (was, now) == ("date", "datetime"):
        return False
    if (was, now) == ("datetime", "date") or now == "boolean":
        return True
    return _may_lose_digits(old, new)


def may_be_longer(old: Column, new: Column) -> bool:
    """Whether a text that stays as it is may be longer than the API takes from now on."""
    if not new.longest or (old.type.kind not in _TEXTS and old.type.kind != "json"):
        return False
    before = old.longest or old.type.size
    return not before or before > new.longest


def may_break(old: Column, new: Column, check: Check) -> bool:
    """Whether values that stay may break a rule of the new column."""
    was, now = old.type.kind, new.type.kind
    if not converts(old, new):
        return False
    if check.rule == "enum":
        return may_be_none(old, new)
    if check.rule == "blank" and was not in _TEXTS:
        return False
    known = old.check(check.rule)
    alike = was == now or any(was in group and now in group for group in (_TEXTS, _NUMBERS))
    if known is None or not alike:
        return True
    if known.in_database == check.in_database:
        return False
    return not _is_within(known, check, was)


def _is_within(known: Check, check: Check, kind: str) -> bool:
    """Whether what meets one rule of lengths or values meets another one."""
    one, other = (
        [limit if limit is None else _ordered(kind, limit) for limit in (rule.least, rule.most)]
        for rule in (known, check)
    )
    return (other[0] is None or (one[0] is not None and one[0] >= other[0])) and (
        other[1] is None or (one[1] is not None and one[1] <= other[1])
    )


def _ordered(kind: str, limit: Json) -> Any:  # noqa: ANN401, what can be compared
    is_decimal = kind in _NUMBERS and isinstance(limit, str)
    return order_key("decimal" if is_decimal else kind, limit)


def is_copied(old: Column, new: Column) -> bool:
    """Whether each value has to be looked at before it can be one of the new type."""
    if old.primary or old.type.code == new.type.code:
        return False
    return not is_widening(old.type, new.type)


def is_widening(old: ColumnType, new: ColumnType) -> bool:
    """Whether both databases can change the type without a word on what becomes of values."""
    if may_misfit(old, new):
        return False
    was, now = old.kind, new.kind
    if was == now == "decimal":
        return old.scale == new.scale
    return any(was in group and now in group for group in (_TEXTS, (*_WHOLE,), _KEYS))


def _longest(kind: ColumnType) -> int:
    """The characters of the longest text of a type; 0 where there is no longest."""
    if kind.kind == "decimal":
        return kind.size + 3  # with a sign, a point and the zero before it
    return kind.size if kind.kind in _TEXTS else _LONGEST.get(kind.kind, 0)


def _may_lose_digits(old: ColumnType, new: ColumnType) -> bool:
    """Whether a number may be too large or too precise for a type of numbers."""
    was, now = old.kind, new.kind
    if now in _WHOLE:
        return was != "boolean" and _WHOLE[now] < _WHOLE.get(was, 400)
    if now == "decimal":
        whole = old.size - old.scale if was == "decimal" else _DIGITS.get(was, 400)
        return new.size - new.scale < whole or new.scale < old.scale
    return (old.size if was == "decimal" else _DIGITS[was]) > 15  # a float holds so many digits


def misfit_words(old: ColumnType, new: ColumnType) -> str:
    """Return what holds of a value that the new type cannot hold unchanged."""
    if new.kind in _TEXTS:
        return f"is longer than {new.size} characters"
    if old.kind in _TEXTS or old.kind == "json":
        return f"cannot be read as {new} without a change"
    if new.kind == "date":
        return "is not midnight in UTC"
    if new.kind == "boolean":
        return "is neither 0 nor 1"
    return f"has more digits than {new}"
