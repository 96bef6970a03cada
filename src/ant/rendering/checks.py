"""The rules of a field that a database holds, as CHECK constraints that mean the same on each."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ant.core.fields import LENGTHS, Field, Json

_FLOAT_DIGITS = 15
"""SQLite reads a number of more digits as a float; as a text it is a decimal like the column's."""

COLUMN = "\0"
"""Stands for the name of the column, in a rule that is told without it."""

_NUMBERS = ("integer", "bigint", "float", "decimal")
_TEXTS = ("string", "text", "email", "url")

_WORDS = """
    add after all alter analyse analyze and any array as asc asymmetric attach authorization
    autoincrement before begin between binary both by cascade case cast check collate column
    commit conflict constraint create cross current_catalog current_date current_role
    current_schema current_time current_timestamp current_user database default deferrable
    deferred delete desc detach distinct do drop each else end escape except exclusive exists
    explain fail false fetch for foreign freeze from full glob grant group having if ignore
    ilike immediate in index indexed initially inner insert instead intersect into is isnull
    join key leading left like limit localtime localtimestamp match natural new not notnull null
    of off offset old on only or order outer over overlaps placing plan pragma primary query
    raise references reindex rename replace restrict returning right rollback row select
    session_user set similar some symmetric table temp temporary then to trailing transaction
    trigger true union unique update user using vacuum values variadic verbose view virtual when
    where window with
"""
_RESERVED = frozenset(_WORDS.split())
"""The words that SQLAlchemy puts in quotes for PostgreSQL or SQLite."""


class Check(NamedTuple):
    """A rule for the values of one column; NULL meets every one."""

    rule: str
    """``blank``, ``length``, ``range``, ``enum`` or ``lower``."""
    template: str
    """The condition in SQL, with ``COLUMN`` for the name of the column."""
    least: Json = None
    most: Json = None

    def sql(self, column: str) -> str:
        """Return the condition for a column."""
        return self.template.replace(COLUMN, f'"{column}"' if column in _RESERVED else column)

    @property
    def in_database(self) -> "Check":
        """The same without what only its condition tells a database."""
        return Check(self.rule, self.template)


def checks_of(field: Field) -> tuple[Check, ...]:
    """Return the rules of a field that its column gets.

    A pattern, and what makes a text an address, is left to the schema: the databases disagree on
    regular expressions. A text's usual length is that of its column's type, and no rule.
    """
    return tuple(_checks(field))


def _checks(field: Field) -> Iterator[Check]:
    if field.type in ("string", "text") and not field.may_be_blank:
        yield Check("blank", f"trim({COLUMN}) <> ''")
    if field.type in _TEXTS:
        usual = LENGTHS.get(field.type, (None, None))[1]
        most = None if field.maximum == usual else field.maximum
        yield from _between(f"length({COLUMN})", "length", _shortest(field), most)
    elif field.type in _NUMBERS or field.is_moment:
        yield from _between(COLUMN, "range", field.minimum, field.maximum, field.type)
    if field.values:  # in an order of their own: theirs means nothing to a database
        yield Check("enum", f"{COLUMN} IN ({', '.join(map(_text, sorted(field.values)))})")
    if field.type == "email":
        yield Check("lower", f"{COLUMN} = lower({COLUMN})")


def _shortest(field: Field) -> Json:
    """The least length that says more than that there is a text."""
    is_told = field.minimum == 1 and field.type in ("string", "text") and not field.may_be_blank
    return None if is_told or field.minimum == 0 else field.minimum


def _between(
    what: str, rule: str, least: Json, most: Json, kind: str = "integer"
) -> Iterator[Check]:
    if least is not None and most is not None:
        condition = f"{what} BETWEEN {_limit(kind, least)} AND {_limit(kind, most)}"
    elif least is not None:
        condition = f"{what} >= {_limit(kind, least)}"
    elif most is not None:
        condition = f"{what} <= {_limit(kind, most)}"
    else:
        return
    yield Check(rule, condition, least, most)


def _limit(kind: str, value: Json) -> str:
    """A limit in SQL: moments as SQLite stores them, in UTC."""
    if kind == "decimal" and sum(map(str.isdigit, value)) > _FLOAT_DIGITS:
        return _text(value)
    if kind == "date":
        return _text(value)
    if kind in ("time", "datetime"):
        day, _, time = value.removesuffix("Z").rpartition("T")
        clock, _, fraction = time.partition(".")
        clock += ":00" if clock.count(":") == 1 else ""
        return _text(f"{day} {clock}.{fraction:0<6}".lstrip())
    return value if isinstance(value, str) else repr(value)


def _text(value: str) -> str:
    """A text in SQL, taken apart where SQLAlchemy would take it for a parameter."""
    quoted = "'{}'".format(value.replace("'", "''"))
    return re.sub(r"(?<!\w):", "' || ':' || '", quoted)
