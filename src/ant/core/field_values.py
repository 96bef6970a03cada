"""What a type of a field can hold, of the values that JSON has."""

import json
import re
from typing import Any

from ant.core.fields import WHOLE_NUMBERS, Json
from ant.core.json_depth import DEEPEST, is_deep

LONGEST_NUMBER = 400
"""Characters; a number that any column holds is shorter."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_NUL = re.compile(r"(?<!\\)(\\\\)*\\u0000")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_URL = re.compile(r"https?://[^\s/?#]+\S*")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def held_value(kind: str, value: Json) -> Json:
    """Return a value as a field of this type holds it; ``ValueError`` says what it must be."""
    if kind in WHOLE_NUMBERS:
        return _whole_number(kind, value)
    if kind == "float":
        return _float(value)
    if kind == "decimal":
        return _decimal(value)
    if kind == "boolean":
        return _checked(value, isinstance(value, bool), "must be true or false")
    if kind == "json":
        return _json(value)
    return _text(kind, value)


def order_key(kind: str, value: Json) -> Any:  # noqa: ANN401, whatever compares
    """What held values of a type are compared by; moments are texts whose order is theirs."""
    if kind != "decimal":
        return value
    from decimal import Decimal  # noqa: PLC0415, slow to load and seldom needed

    return Decimal(value)


def decimal_fault(value: str, precision: int, scale: int) -> str | None:
    """Why a held decimal does not fit into a column; None where it does."""
    whole, _, fraction = value.lstrip("-").partition(".")
    if len(fraction) > scale:
        return f"has more than {scale} digits behind the point"
    if len(whole.lstrip("0")) > precision - scale:
        return f"has more than {precision - scale} digits before the point"
    return None


def _checked(value: Json, right: bool, wanted: str) -> Json:
    if not right:
        raise ValueError(wanted)
    return value


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole_number(kind: str, value: Json) -> int:
    lowest, highest = WHOLE_NUMBERS[kind]
    right = isinstance(value, int) and _is_number(value) and lowest <= value <= highest
    return int(_checked(value, right, f"must be a whole number from {lowest} to {highest}"))


def _float(value: Json) -> float:
    try:
        number = float(value) if _is_number(value) else float("nan")
    except OverflowError:
        number = float("nan")
    return float(_checked(number, abs(number) < float("inf"), "must be a number")) + 0.0


def _decimal(value: Json) -> str:
    """The shortest text of a decimal: ``1.50`` and ``1.5`` are the same."""
    text = _plain(value) if _is_number(value) else value
    right = isinstance(text, str) and len(text) <= LONGEST_NUMBER and _DECIMAL.fullmatch(text)
    _checked(value, bool(right), "must be a decimal number such as 0.01")
    sign = "-" if text.startswith("-") else ""
    whole, _, fraction = text.lstrip("+-").partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    shortest = f"{whole}.{fraction}" if fraction else whole
    return shortest if shortest == "0" else sign + shortest


def _plain(value: float) -> str:
    """The digits of a number, also of one that JSON would write with an exponent."""
    from decimal import Decimal  # noqa: PLC0415, slow to load and seldom needed

    return f"{Decimal(repr(value)):f}"


def _json(value: Json) -> Json:
    _checked(value, not is_deep(value), f"must not be nested more than {DEEPEST} levels deep")
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except ValueError:
        raise ValueError("must be JSON, without NaN and infinity") from None
    if _SURROGATE.search(text) or _NUL.search(text):
        raise ValueError("holds a character that no database stores")
    return _checked(value, value is not None, "must not be null")


def _text(kind: str, value: Json) -> str:
    text = _checked(value, isinstance(value, str), "must be a text")
    if "\0" in text or _SURROGATE.search(text):
        raise ValueError("holds a character that no database stores")
    if kind == "uuid":
        wanted = "must be a UUID such as 123e4567-e89b-12d3-a456-426614174000"
        return str(_checked(text, bool(_UUID.fullmatch(text)), wanted)).lower()
    if kind not in _SHAPES:
        return str(text)
    fits, wanted = _SHAPES[kind]
    return str(_checked(text, fits(text), wanted))


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if not found:
        return False
    year, month, day = map(int, found.groups())
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not (year and 1 <= month <= 12):
        return False
    return 1 <= day <= _DAYS[month - 1] and (is_leap or (month, day) != (2, 29))


def _is_datetime(text: str) -> bool:
    date, _, time = text.partition("T")
    return _is_date(date) and time.endswith("Z") and bool(_TIME.fullmatch(time[:-1]))


_SHAPES = {
    "date": (_is_date, "must be a date such as 2030-12-31"),
    "time": (lambda text: bool(_TIME.fullmatch(text)), "must be a time such as 23:59:59"),
    "datetime": (_is_datetime, "must be a time in UTC such as 2030-12-31T23:59:59Z"),
    "email": (lambda text: bool(_EMAIL.fullmatch(text)), "must be an email address"),
    "url": (lambda text: bool(_URL.fullmatch(text)), "must begin with http:// or https://"),
}
