"""Values of fields as Python's literals."""

import datetime as dt

from ant.core.fields import Field, Json
from ant.rendering.code import Piece, behind, literal, text
from ant.rendering.wrap import wrap_long_lines

_MOMENTS = {"date": "utc_today", "time": "utc_time", "datetime": "utc_now"}


def moment(field: Field) -> str:
    """Return the function of ``helper.columns`` that gives the moment, as a field holds it."""
    return _MOMENTS[field.type]


def value_literal(field: Field, value: Json) -> Piece:
    """Return a value of a field as code; a mutable one as a function that makes it anew."""
    if field.type == "decimal":
        return f"Decimal({text(value)})"
    if field.type == "float":
        return literal(float(value))
    if field.type == "uuid":
        return f"UUID({text(value)})"
    if field.is_moment:
        return _moment_literal(field.type, value)
    if isinstance(value, dict | list):
        return behind("lambda: ", literal(value))
    return literal(value)


def _moment_literal(kind: str, value: str) -> str:
    if kind == "date":
        date = dt.date.fromisoformat(value)
        return f"dt.date({date.year}, {date.month}, {date.day})"
    if kind == "time":
        return f"dt.time({_clock(dt.time.fromisoformat(value))})"
    moment = dt.datetime.fromisoformat(value).astimezone(dt.UTC)
    date_parts = f"{moment.year}, {moment.month}, {moment.day}"
    return f"dt.datetime({date_parts}, {_clock(moment)}, tzinfo=dt.UTC)"


def _clock(time: dt.time | dt.datetime) -> str:
    parts = [time.hour, time.minute, time.second, time.microsecond]
    while len(parts) > 2 and parts[-1] == 0:
        parts.pop()
    return ", ".join(map(str, parts))


def grouped(groups: list[list[str]]) -> list[str]:
    """Return import lines with an empty line between the groups that have any."""
    lines: list[str] = []
    for group in filter(None, groups):
        lines += [*([""] if lines else []), *(wrap_long_lines(line).rstrip("\n") for line in group)]
    return lines
