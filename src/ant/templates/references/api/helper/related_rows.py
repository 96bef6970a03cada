"""Related rows: ``?expand=customer`` includes the row that ``customer_id`` refers to."""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cache
from typing import Any, NamedTuple

from marshmallow import Schema, fields
from sqlalchemy import Column, ColumnElement, Connection, FromClause, Select, select

from helper.DBSession import myDB
from helper.model_rows import instance_maker, public_columns
from helper.readable import readable
from helper.shown_fields import columns_to_read, listed_fields, shown_values
from repositories.Repository import Repository
from startup.Alchemy import Base

Kind = type[Schema]
Known = dict[str, fields.Field[Any]]
OF_KEY = re.compile("(_id|Id)$")  # the suffix of a foreign key's name
Ends = tuple[Column[Any], Column[Any]]

LINKED: dict[type[Base], dict[str, Ends]] = {}
"""The columns of association tables, by model and by the attribute that holds linked ids."""
READ_BESIDE: list[Callable[[Connection, Sequence[Any]], None]] = []
"""Functions that read, for rows of one model, what is shown beside their columns."""


class Relation(NamedTuple):
    """A relation from one table to another: a foreign key, or an association table."""

    key: str
    """The JSON key of the id, or of the list of ids."""
    shown_as: str
    """The JSON key of the related row or rows."""
    attribute: str
    """The attribute that holds the id, or the ids."""
    model: type[Base]
    schema: Kind
    """The Get schema of the related rows."""
    end: Column[Any]
    """Their primary key."""
    link: Ends | None = None
    """The columns of the association table of a many-to-many relation."""

    @property
    def columns(self) -> dict[str, ColumnElement[Any]]:
        """The columns that are read of the related rows."""
        return columns_to_read(self.model, self.schema)

    def add(self, connection: Connection, rows: Sequence[Any], answers: Sequence[Any]) -> None:
        """Add the related rows to the dictionaries that show rows, with one statement for all."""
        ids = [row.id if self.link else getattr(row, self.attribute) for row in rows]
        wanted = {id for id in ids if id is not None}
        found = connection.execute(self._statement(wanted)).all() if wanted else []
        make = instance_maker(self.model, self.columns)
        others = [make(values[1:]) for values in found]
        for read in READ_BESIDE:
            read(connection, others)
        shown: dict[Any, list[Any]] = {}
        for (id, *_), other in zip(found, others, strict=True):
            shown.setdefault(id, []).append(shown_values(other, self.schema))
        for id, answer in zip(ids, answers, strict=True):
            there = shown.get(id, [])
            answer[self.shown_as] = there if self.link else next(iter(there), None)

    def found(self, condition: ColumnElement[bool]) -> Select[Any]:
        """Return a SELECT of the ids of related rows that may be read and meet a condition."""
        ids = select(self.end).where(condition, *readable(self.end.table))
        return ids.correlate(None)

    def _statement(self, ids: set[Any]) -> Select[Any]:
        """Return a SELECT of the related rows that may be read, with the id they belong to."""
        if self.link is None:
            near, found = self.end, select(self.end, *self.columns.values())
        else:
            near, far = self.link
            found = select(near, *self.columns.values())
            found = found.join_from(near.table, self.end.table, far == self.end).order_by(far)
        return found.where(near.in_(ids), *readable(self.end.table))


@cache
def relations(kind: Kind) -> dict[str, Relation]:
    """Return the relations of a Get schema by name, such as ``customer`` or ``labels``."""
    model = next((known.model for known in _repositories() if known.schema is kind), None)
    if model is None:
        return {}
    listed = listed_fields(model, kind).items()
    attributes = {field.data_key or name: field.attribute or name for name, field in listed}
    found = {}
    for key, attribute in attributes.items():
        link = LINKED.get(model, {}).get(attribute)
        column = link[1] if link else public_columns(model).get(attribute)
        target = next(iter(column.foreign_keys), None) if isinstance(column, Column) else None
        other = _shown_rows(target.column.table) if target else None
        name = key if link else OF_KEY.sub("", key)
        shown_as = f"{key}_rows" if link else name
        if target and other and shown_as not in attributes:
            found[name] = Relation(key, shown_as, attribute, *other, target.column, link)
    return found


def expanded(
    rows: Sequence[Any], answers: list[dict[str, Any]], kind: Kind, names: Sequence[str]
) -> list[dict[str, Any]]:
    """Add related rows to the dictionaries of rows; null for one that may not be read."""
    stored = [place for place, row in enumerate(rows) if isinstance(row, Base)]
    shown = [answers[place] for place in stored]
    with myDB.connection() as connection:
        for name in names:
            relations(kind)[name].add(connection, [rows[place] for place in stored], shown)
    return answers


def keys_read(kind: Kind, asked: tuple[str, ...], names: Sequence[str]) -> tuple[str, ...]:
    """Return the keys to read for ``?fields=``, with those that ``?expand=`` needs."""
    needed = (relations(kind)[name].key for name in names)
    return (*dict.fromkeys((*asked, *needed)),) if asked else ()


@cache
def referred(kind: Kind, queryable: Callable[[Kind], Known]) -> Known:
    """Return the fields of related rows that can be used as filters: ``customer__name``."""
    found = {}
    for name, relation in relations(kind).items():
        known = {} if relation.link else queryable(relation.schema)
        for key, field in known.items():
            attribute = field.attribute or field.name
            if attribute in relation.columns:
                found[f"{name}__{key}"] = field = copy(field)
                field.attribute = f"{name}__{attribute}"
    return found


def _repositories(kind: type[Any] = Repository) -> Iterator[Any]:
    """Yield the repositories that have a Get schema."""
    for below in kind.__subclasses__():
        if getattr(below, "schema", None) and hasattr(below, "model"):
            yield below
        yield from _repositories(below)


def shown_schema(model: type[Base]) -> Kind | None:
    """Return the Get schema of a model; None where it has none or several."""
    found = _shown_rows(model.__table__)
    return found[1] if found else None


def _shown_rows(table: FromClause) -> tuple[type[Base], Kind] | None:
    """Return the model of a table and its Get schema; None where it has none or several."""
    found = {(kind.model, kind.schema) for kind in _repositories() if kind.model.__table__ is table}
    named = [pair for pair in found if pair[1].__name__ == f"Get{pair[0].__name__}Schema"]
    return next(iter(named), next(iter(found)) if len(found) == 1 else None)
