"""What a value becomes when its column gets another type: the same value, or none at all.

The rules stand here twice: in Python for SQLite, and in SQL for PostgreSQL. Texts are spelled as
the API spells a value in JSON. A value that the new type could only hold changed, such as a text
that is cut off or a number that is rounded, does not fit.
"""

import datetime as dt
import json
import re
from decimal import Context, Decimal
from fractions import Fraction
from math import inf, nextafter
from typing import Any, NamedTuple, NoReturn
from uuid import UUID


class Kind(NamedTuple):
    """A type of columns, whatever a database calls it."""

    name: str
    """text, whole, float, exact, boolean, date, time, moment, uuid or json."""
    size: int = 0
    """Characters, bits, or digits in all; 0 for a text of any length."""
    scale: int = 0
    """Digits behind the point."""


WHOLE_TYPES = {16: "smallint", 32: "integer", 64: "bigint"}
"""What PostgreSQL calls whole numbers, by their bits."""
WHOLE = "0|-?[1-9][0-9]{0,18}"
EXACT = "-?(0|[1-9][0-9]*)([.][0-9]+)?"
FLOAT = "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,3})?"
DATE = "(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
OFFSET = "(Z|[+-](0[0-9]|1[0-5]):[0-5][0-9])"
MOMENT = f"{DATE}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{{1,6}})?{OFFSET}"
UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
NUMBERS = {"whole": WHOLE, "exact": EXACT, "float": FLOAT}
DIGITS = Context(prec=100)  # more than any column has
LEAST_FLOAT, MOST_FLOAT = "5e-324", "1.7976931348623157e308"


def converted(value: Any, old: Kind, new: Kind) -> Any:
    """Return a value of one kind as one of another; raise ``ValueError`` where it does not fit."""
    if new.name == "text":
        text = _spelled(value, old)
        return text if not new.size or len(text) <= new.size else _misfit()
    if old.name in ("text", "json") or new.name == "json":
        return _read(_spelled(value, old), new)
    if (old.name, new.name) == ("date", "moment"):
        return dt.datetime.combine(value, dt.time(), dt.UTC)
    if (old.name, new.name) == ("moment", "date"):
        utc = value.astimezone(dt.UTC)
        return utc.date() if utc.time() == dt.time() else _misfit()
    if old.name == new.name and old.name not in NUMBERS:
        return value
    return _of_number(_number(value, old), new)


def _misfit() -> NoReturn:
    raise ValueError("does not fit")


def _spelled(value: Any, kind: Kind) -> str:
    match kind.name:
        case "boolean":
            return "true" if value else "false"
        case "float":
            return _spelled_float(float(value))
        case "exact":
            return f"{value:f}"
        case "moment":
            utc: str = value.astimezone(dt.UTC).replace(tzinfo=None).isoformat()
            return f"{utc}Z"
        case "date" | "time":
            return str(value.isoformat())
        case "json":
            return json.dumps(value, ensure_ascii=False)
    return str(value)


def _spelled_float(value: float) -> str:
    if value == 0 or 1e-5 <= abs(value) < 1e16:
        digits = f"{Decimal(_shortest(value)):f}"
        return digits if "." in digits else f"{digits}.0"
    return re.sub("e([+]|(-))0*", r"e\2", _shortest(value))


def _shortest(value: float) -> str:
    """The fewest digits that mean a float, and are not halfway to the next one: PostgreSQL's."""
    if 2**53 <= abs(value) < 1e40:  # where Python takes what is halfway for the even one
        twice, exact = 2 * Fraction(repr(value)), Fraction(value)
        if any(twice == exact + Fraction(nextafter(value, end)) for end in (-inf, inf)):
            digits, _, exponent = f"{value:.16e}".partition("e")
            return f"{digits.rstrip('0')}e{exponent}"
    return repr(value)


def _read(text: str, kind: Kind) -> Any:
    match kind.name:
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case "date" if re.fullmatch(DATE, text):
            return dt.date.fromisoformat(text)
        case "time" if re.fullmatch(TIME, text):
            return dt.time.fromisoformat(text)
        case "moment" if re.fullmatch(MOMENT, text):
            return dt.datetime.fromisoformat(text).astimezone(dt.UTC)
        case "uuid" if re.fullmatch(UUID_TEXT, text):
            return UUID(text)
        case "json":
            return json.loads(text, parse_constant=_no_json, parse_float=_finite)
        case "float" if text == "-0.0":
            return -0.0
        case name if name in NUMBERS and re.fullmatch(NUMBERS[name], text):
            return _of_number(Decimal(text), kind)
    return _misfit()


def _no_json(_constant: str) -> NoReturn:
    _misfit()


def _finite(digits: str) -> float:
    number = float(digits)
    return number if abs(number) <= float(MOST_FLOAT) else _misfit()


def _number(value: Any, kind: Kind) -> Decimal:
    return Decimal(_shortest(float(value))) if kind.name == "float" else Decimal(value)


def _of_number(number: Decimal, kind: Kind) -> Any:
    """The number as a value of a kind, if none of its digits would be lost."""
    if kind.name == "whole":
        end = 2 ** (kind.size - 1)
        fits = -end <= number < end and number == number.to_integral_value()
        return int(number) if fits else _misfit()
    if kind.name == "float":
        nearest = float(number)
        fits = number.is_finite() and Decimal(_shortest(nearest)) == number
        return nearest if fits else _misfit()
    if kind.name == "exact":
        if not number.is_finite() or (number and number.adjusted() >= kind.size - kind.scale):
            return _misfit()
        cut = number.quantize(Decimal(1).scaleb(-kind.scale), context=DIGITS)
        return DIGITS.plus(cut) if cut == number else _misfit()  # there is no negative zero
    return bool(number) if number in (0, 1) and kind.name == "boolean" else _misfit()


class Sql(NamedTuple):
    """How PostgreSQL converts a column."""

    value: str
    fits: str | None = None
    """The condition under which a value does; None where all do."""


def sql(column: str, old: Kind, new: Kind) -> Sql:
    """Return the same rules in SQL, for a column by its name in quotes."""
    if new.name == "text":
        text = _text_sql(column, old)
        return Sql(text, f"char_length({text}) <= {new.size}" if new.size else None)
    if new.name == "json":
        return Sql(f"({_text_sql(column, old)})::jsonb")  # a text that is no JSON stops the cast
    if old.name in ("text", "json"):
        return _read_sql(_text_sql(column, old), new)
    if (old.name, new.name) == ("date", "moment"):
        return Sql(f"{column}::timestamp AT TIME ZONE 'UTC'")
    if (old.name, new.name) == ("moment", "date"):
        utc = f"({column} AT TIME ZONE 'UTC')"
        return Sql(f"{utc}::date", f"{utc} = date_trunc('day', {utc})")
    if old.name == new.name and old.name not in NUMBERS:
        return Sql(column)
    casts = {"float": "::text::numeric", "boolean": "::integer::numeric"}
    return _number_sql(column + casts.get(old.name, "::numeric"), new)


def _text_sql(column: str, kind: Kind) -> str:
    seconds = _with_fraction("HH24:MI:SS", column)
    utc = f"({column} AT TIME ZONE 'UTC')"
    moment = _with_fraction('YYYY-MM-DD"T"HH24:MI:SS', utc)
    special = {
        "date": f"to_char({column}, 'YYYY-MM-DD')",
        "time": seconds,
        "moment": f"{moment} || 'Z'",
        "float": _float_sql(column),
    }
    return special.get(kind.name, f"{column}::text")


def _with_fraction(layout: str, moment: str) -> str:
    fraction = f"mod(extract(microseconds FROM {moment})::bigint, 1000000)"
    return f"to_char({moment}, CASE {fraction} WHEN 0 THEN '{layout}' ELSE '{layout}.US' END)"


def _float_sql(column: str) -> str:
    plain = f"{column}::text::numeric::text"
    short = f"regexp_replace({column}::text, 'e([+]|(-))0*', 'e\\2')"
    return (
        f"CASE WHEN {column}::text = '-0' THEN '-0.0' "
        f"WHEN {column} <> 0 AND (abs({column}) < 1e-5 OR abs({column}) >= 1e16) THEN {short} "
        f"WHEN {plain} ~ '[.]' THEN {plain} ELSE {plain} || '.0' END"
    )


def _read_sql(text: str, kind: Kind) -> Sql:
    match kind.name:
        case "boolean":
            return Sql(f"{text}::boolean", f"{text} IN ('true', 'false')")
        case "date":
            return Sql(f"{text}::date", _like(text, DATE, _is_day(text)))
        case "time":
            return Sql(f"{text}::time", _like(text, TIME))
        case "moment":
            utc = f"{text}::timestamptz AT TIME ZONE 'UTC'"
            within = f"{utc} >= '0001-01-01' AND {utc} < '10000-01-01'"
            within = f"CASE WHEN {_is_day(text)} THEN {within} ELSE false END"
            return Sql(f"{text}::timestamptz", _like(text, MOMENT, within))
        case "uuid":
            return Sql(f"{text}::uuid", _like(text, UUID_TEXT))
        case "float":
            size = f"abs({text}::numeric)"
            within = f"{size} <= {MOST_FLOAT} AND ({size} >= {LEAST_FLOAT} OR {size} = 0)"
            exact = f"{text}::float8::text::numeric = {text}::numeric"
            exact = f"CASE WHEN {within} THEN {exact} ELSE false END"
            return Sql(f"{text}::float8", _like(text, FLOAT, exact))
    value, fits = _number_sql(f"{text}::numeric", kind)
    return Sql(value, _like(text, NUMBERS[kind.name], fits))


def _like(text: str, pattern: str, fits: str | None = None) -> str:
    return f"CASE WHEN {text} ~ '^({pattern})$' THEN {fits or 'true'} ELSE false END"


def _is_day(text: str) -> str:
    last = f"(left({text}, 8) || '01')::date + interval '1 month' - interval '1 day'"
    return f"substr({text}, 9, 2)::integer <= extract(day FROM {last})"


def _number_sql(number: str, kind: Kind) -> Sql:
    if kind.name == "whole":
        end = 2 ** (kind.size - 1)
        fits = f"{number} BETWEEN {-end} AND {end - 1} AND {number} = trunc({number})"
        return Sql(f"{number}::{WHOLE_TYPES[kind.size]}", fits)
    if kind.name == "exact":
        size, scale = kind.size, kind.scale
        fits = f"abs({number}) < 1e{size - scale} AND {number} = round({number}, {scale})"
        return Sql(f"{number}::numeric({size}, {scale})", fits)
    if kind.name == "float":
        return Sql(f"{number}::float8", f"{number}::float8::text::numeric = {number}")
    return Sql(f"{number} = 1", f"{number} IN (0, 1)")
