"""List queries as SQL conditions and orderings."""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import ColumnElement

from helper.columns import ListOf
from helper.functions.list_query import Filter
from helper.functions.validation_error import validation_error
from startup.Alchemy import engine

Columns = Mapping[str, ColumnElement[Any]]


def _contains(column: ColumnElement[Any], value: Any) -> ColumnElement[bool]:
    """Return whether a list contains an item, or a text contains a part.

    Case is ignored, by SQLite for ASCII letters only; % and _ are no wildcards.
    """
    if isinstance(column.type, ListOf):
        return column.type.holds(column, value, engine.dialect.name)
    return column.icontains(value, autoescape=True)


CONDITIONS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "eq": operator.eq,
    "ne": lambda column, value: column.is_distinct_from(value),  # so is a row without a value
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda column, values: column.in_(values),
    "isnull": lambda column, wanted: column.is_(None) if wanted else column.is_not(None),
    "contains": _contains,
    "startswith": lambda column, text: column.istartswith(text, autoescape=True),
}


def condition(columns: Columns, wanted: Filter) -> ColumnElement[bool]:
    """Return the condition that a filter means; raise an ``APIException`` (400)."""
    is_plain = wanted.operator == "eq"
    parameter = wanted.field if is_plain else f"{wanted.field}__{wanted.operator}"
    column = _column(columns, wanted.field, parameter)
    return CONDITIONS[wanted.operator](column, wanted.value)


def ordering(columns: Columns, sort: tuple[str, ...]) -> Iterator[ColumnElement[Any]]:
    """Yield the ORDER BY expressions; the id comes last, so that no row is on two pages."""
    for key in sort:
        column = _column(columns, key.removeprefix("-"), "sort")
        order = column.desc() if key.startswith("-") else column.asc()
        yield order.nulls_last() if getattr(column, "nullable", True) else order
    yield columns["id"].asc()


def _column(columns: Columns, name: str, parameter: str) -> ColumnElement[Any]:
    if name not in columns:  # the schema lists it, but it is no column, or a private one
        reason = f"Lists cannot be filtered or sorted by {name!r}."
        raise validation_error(ValidationError({parameter: [reason]}))
    return columns[name]
