"""Rows of a route that asks something of several columns together, and values that meet it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from itertools import product
from operator import ge, gt, le, lt, ne
from random import Random
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.sql.functions import FunctionElement

from factories.columns import MANY, Column, Json, StoredColumn
from factories.factory import TRIES, Body, Factory, Refer
from factories.windows import Window, windows_of
from startup.Alchemy import Base

COMPARES = {"<": lt, "<=": le, ">": gt, ">=": ge, "!=": ne}
Comparison = tuple[str, str, str]
"""A column, an operator, and another column."""


class UniqueKey(NamedTuple):
    """Columns that no two rows have alike, of the rows that meet a condition."""

    columns: tuple[str, ...]
    where: dict[str, Any]
    """The condition, in the words of the filters of lists."""
    lowered: set[str]
    """The columns in which case makes no difference."""

    @property
    def conditions(self) -> set[str]:
        """The columns that the condition speaks of."""
        return {*map(_named, self.where)}


class Distinct(Column):
    """A column that gets another value each time, though it need not be unique by itself."""

    @cached_property
    def unique(self) -> bool:
        """Whether no two rows may have the same value: as if it were so."""
        return True


class Caseless(Distinct):
    """The same where case makes no difference: of two values that differ in it, one is taken."""

    def takes(self, value: Json) -> bool:
        """Whether the schema loads a value, and does not load it in lower case."""
        lower = value.lower() if isinstance(value, str) else value
        return super().takes(value) and (value == lower or not super().takes(lower))


class RuledFactory(Factory):
    """Makes bodies that break no rule over several columns.

    They are outside the condition of each unique key that has one, as far as clients can say so.
    """

    avoided: dict[str, Json]
    """Filters that no body meets, in the words of the filters of lists."""

    @property
    def table(self) -> sa.Table:
        """The table of the route."""
        return Base.metadata.tables[self.route]

    @cached_property
    def unique_keys(self) -> list[UniqueKey]:
        """The unique keys of several columns, and those of some rows alone."""
        found: list[Any] = [
            key for key in self.table.constraints if isinstance(key, sa.UniqueConstraint)
        ]
        found += [index for index in self.table.indexes if index.unique]
        keys = [
            UniqueKey(_names(key.columns), key.info.get("where", {}), {*_lowered(key)})
            for key in found
        ]
        keys = [key for key in keys if len(key.columns) > 1 or key.where or key.lowered]
        return sorted(keys, key=lambda key: key.columns)

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """What is compared in a row."""
        said = (rule.info.get("compares") for rule in self.table.constraints)
        return sorted((words[0], words[1], words[2]) for words in said if words)

    @cached_property
    def windows(self) -> dict[str, Window]:
        """A part of the values of each column that is compared, so that any of these are in order."""
        rules = [
            (*((left, right) if operator.startswith("<") else (right, left)), "=" not in operator)
            for left, operator, right in self.comparisons
            if operator != "!=" and {left, right} <= self.sent.keys()
        ]
        return dict(windows_of(self.sent, rules))

    @cached_property
    def columns(self) -> dict[str, Column]:
        """What a body may have, by its key, and then the columns that only the server writes."""
        known = super().columns
        self.avoided = _avoided(self.unique_keys, known)
        free = {**known, **dict.fromkeys(map(_named, self.avoided))}
        keys = self.unique_keys
        for key in keys:
            name = "" if self.is_avoided(key) else _telling(key, free)
            if name:
                values = (getattr(known[name], part.name) for part in fields(Column))
                kind = Caseless if any(name in other.lowered for other in keys) else Distinct
                known = {**known, name: kind(*values)}
        return known

    @cached_property
    def telling(self) -> set[str]:
        """The columns that tell rows apart which a unique key would take for the same."""
        return {name for name, column in self.columns.items() if isinstance(column, Distinct)}

    def capacity(self, most: int) -> int:
        """Return how many rows there can be, as far as values must differ, but no more than most."""
        sizes = [
            high - low + 1 for name, (low, high) in self.windows.items() if self.sent[name].unique
        ]
        return min([super().capacity(most), *sizes])

    def body(self, *, whole: bool = True, refer: Refer | None = None) -> Body:
        """Return a right body, with what might not go with others by its default."""
        body = super().body(whole=whole, refer=refer)
        ruled = {*self.windows, *self.telling} - body.keys()
        for name, column in self.writable.items():
            if name in ruled and not column.nullable:
                body[name] = self.other_value(name)
        for words, value in self.avoided.items() if refer is None else ():
            body[_named(words)] = self._meeting(words, value, is_met=False)
        return {name: value for name, value in body.items() if value is not None}

    def holds(self, body: Body, rule: Comparison) -> bool:
        """Whether two values of a body compare; what is empty always does."""
        left, operator, right = rule
        names = [name for name in (left, right) if body.get(name) is not None]
        sent = [self.sent[name].loaded(body[name]) for name in names]
        return len(sent) < 2 or bool(COMPARES[operator](*sent))

    def clashes(self, rule: Comparison) -> Iterator[tuple[Body, Body]]:
        """Yield bodies, and values that are right but not beside the others of the body."""
        body, names = self.body(), (rule[0], rule[2])
        left_out = [name for name in names if name not in body]  # outside the condition of a key
        body |= {name: self.other_value(name) for name in left_out}
        ends = {name: (body[rule[0]], body[rule[2]], *self._ends(name)) for name in names}
        taken = {name: [end for end in ends[name] if self.sent[name].takes(end)] for name in names}
        for pair in product(*taken.values()):
            stored = body | dict(zip(names, pair, strict=True))
            if all(self.holds(stored, other) for other in self.comparisons):
                changes = [{name: value} for name in names for value in taken[name]]
                for change in changes:
                    if not self.holds(stored | change, rule):
                        yield stored, change

    def _ends(self, name: str) -> list[Json]:
        """Return the least and the largest value of what has an order."""
        column = self.sent[name]
        return [column.at(place) for place in column.limits] if name in self.windows else []

    def inside(self, key: UniqueKey) -> Body:
        """Return values with which a row meets the condition of a unique key."""
        return {
            _named(words): self._meeting(words, value, is_met=True)
            for words, value in key.where.items()
        }

    def is_avoided(self, key: UniqueKey) -> bool:
        """Whether bodies are outside the condition of a unique key."""
        return any(
            words in self.avoided and self.avoided[words] == value
            for words, value in key.where.items()
        )

    def _meeting(self, words: str, value: Json, *, is_met: bool) -> Json:
        """Return a value of a column that meets a filter or does not."""
        name, operator = _named(words), words.partition("__")[2]
        if operator == "isnull":
            return None if value == is_met else self.other_value(name)
        listed = value if operator == "in" else [value]
        if is_met == (operator != "ne"):
            return listed[0]
        others = self.sent[name].choices or (self.other_value(name) for _ in range(TRIES))
        return next((other for other in others if other not in listed), None)

    def _value(self, column: Column, number: int, refer: Refer | None) -> Json:
        if column.name not in self.windows or column.name in self.examples:
            return super()._value(column, number, refer)
        low, high = self.windows[column.name]
        any_number = Random(f"{self._seed} {column.topic} {number}").randrange(MANY)
        return column.at(low + (number if column.unique else any_number) % (high - low + 1))


def _names(columns: Iterable[StoredColumn]) -> tuple[str, ...]:
    """Return what clients call columns."""
    return tuple(column.key.removesuffix("_") for column in columns)


def _lowered(key: sa.UniqueConstraint | sa.Index) -> Iterator[str]:
    expressions: list[Any] = [*key.expressions] if isinstance(key, sa.Index) else []
    for expression in expressions:
        if isinstance(expression, FunctionElement):
            clauses: list[Any] = [*expression.clauses]
            yield from _names(clauses)


def _named(words: str) -> str:
    """Return the column of a filter such as ``status__ne``."""
    return words.partition("__")[0]


def _avoided(keys: list[UniqueKey], columns: dict[str, Column]) -> dict[str, Json]:
    """Return a filter of each condition, not to be met, as far as one does not hinder another."""
    found: dict[str, Json] = {}
    for key in keys:
        if not any(words in found and found[words] == key.where[words] for words in key.where):
            free = key.conditions & columns.keys() - {*map(_named, found)}
            free = {name for name in free if _is_writable(columns[name])}
            words = next((words for words in key.where if _named(words) in free), "")
            found |= {words: key.where[words]} if words else {}
    return found


def _telling(key: UniqueKey, columns: Mapping[str, Column | None]) -> str:
    """Return the column of a key that has most values, if rows need one to be told apart.

    References lead to another row each time, unless a test says to which; then others do.
    """
    named = [columns.get(name) for name in key.columns]
    known = [column for column in named if column is not None and _is_writable(column)]
    own = [column for column in known if not column.to] or (known if len(known) == 1 else [])
    return max(own, key=lambda column: column.capacity).name if own else ""


def _is_writable(column: Column) -> bool:
    return column.field is not None and not column.claimed
