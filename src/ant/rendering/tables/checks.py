"""The rules of a field that a database holds, as CHECK constraints that mean the same on each."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ant.core.fields.field import Field, Json

COLUMN = "\0"
"""Placeholder for the name of the column, in a rule that does not know it."""

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
        return self.template.replace(COLUMN, sql_name(column))

    @property
    def in_database(self) -> "Check":
        """The same without what only its condition says."""
        return Check(self.rule, self.template)


def sql_name(column: str) -> str:
    """Return the name of a column as SQL has it, in quotes where SQLAlchemy would put some."""
    return f'"{column}"' if column in _RESERVED or column != column.lower() else column


def sql_text(value: str) -> str:
    """Return a text in SQL."""
    return _portable("'{}'".format(value.replace("'", "''")))


def checks_of(field: Field) -> tuple[Check, ...]:
    """Return the rules of a field that its column gets.

    A pattern, and what makes a text an address, is left to the schema: the databases disagree on
    regular expressions. A text's usual length is that of its column's type, and no rule.
    """
    return tuple(_checks(field))


def _checks(field: Field) -> Iterator[Check]:
    kind, least, most = field.kind, field.minimum, field.maximum
    has_blank_rule = kind.refuses_blank and not field.may_be_blank
    if has_blank_rule:
        yield Check("blank", f"trim({COLUMN}) <> ''")
    if kind.has_check and kind.longest:
        least = None if least == 0 or (least == 1 and has_blank_rule) else least
        most = None if most == kind.modifier_defaults.get("max") and kind.sizes(field) else most
        yield from _between(f"length({COLUMN})", "length", (least, most), repr)
    elif kind.has_check:
        yield from _between(COLUMN, "range", (least, most), kind.sql_limit)
    if field.values:  # sorted: their order means nothing to a database
        yield Check("enum", f"{COLUMN} IN ({', '.join(map(sql_text, sorted(field.values)))})")
    if kind.is_lower_case:
        yield Check("lower", f"{COLUMN} = lower({COLUMN})")


def _between(
    what: str, rule: str, limits: tuple[Json, Json], in_sql: Callable[[Json], str]
) -> Iterator[Check]:
    least, most = (None if limit is None else _portable(in_sql(limit)) for limit in limits)
    if least and most:
        yield Check(rule, f"{what} BETWEEN {least} AND {most}", *limits)
    elif least or most:
        yield Check(rule, f"{what} >= {least}" if least else f"{what} <= {most}", *limits)


def _portable(quoted: str) -> str:
    """A text in SQL, taken apart where SQLAlchemy would take it for a parameter."""
    return re.sub(r"(?<!\w):", "' || ':' || '", quoted)
