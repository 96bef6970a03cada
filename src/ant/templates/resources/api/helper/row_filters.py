"""What a list query means in SQL."""

import operator
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, FromClause

from helper.functions.list_query import Filter

CONDITIONS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "eq": operator.eq,
    "ne": lambda column, value: column.is_distinct_from(value),  # so is a row without a value
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda column, values: column.in_(values),
    "isnull": lambda column, wanted: column.is_(None) if wanted else column.is_not(None),
    # In upper or lower case, which SQLite knows of A to Z alone; % and _ are no wildcards.
    "contains": lambda column, text: column.icontains(text, autoescape=True),
    "startswith": lambda column, text: column.istartswith(text, autoescape=True),
}


def condition(table: FromClause, wanted: Filter) -> ColumnElement[bool]:
    """Return the condition that a filter means."""
    return CONDITIONS[wanted.operator](table.c[wanted.field], wanted.value)


def ordering(table: FromClause, sort: tuple[str, ...]) -> Iterator[ColumnElement[Any]]:
    """Yield what to order by; the id comes last, so that no row is on two pages."""
    for key in sort:
        column = table.c[key.removeprefix("-")]
        order = column.desc() if key.startswith("-") else column.asc()
        yield order.nulls_last() if column.nullable else order
    yield table.c.id.asc()
