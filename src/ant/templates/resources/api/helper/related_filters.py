"""Filters by the columns of a related row: ``?customer__name__contains=an``."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema
from sqlalchemy import ColumnElement

from helper.functions.list_query import Filter
from helper.references import relations, shown_schema
from helper.row_filters import condition
from startup.Alchemy import Base


def condition_of(
    model: type[Base],
    kind: type[Schema] | None,
    columns: Mapping[str, ColumnElement[Any]],
    wanted: Filter,
) -> ColumnElement[bool]:
    """Return the condition that a filter means; raise an ``APIException`` (400).

    Related rows that the request may not read match no filter, so that nothing of them leaks.
    """
    name, _, attribute = wanted.field.rpartition("__")
    kind = kind or shown_schema(model)
    relation = relations(kind).get(name) if kind else None
    if relation is None or relation.link:
        return condition(columns, wanted)
    there = condition(relation.columns, wanted._replace(field=attribute))
    return columns[relation.attribute].in_(relation.found(there))
