"""Pages of a table's rows."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, cast

from marshmallow import Schema
from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, func, select

from helper.functions.list_query import ListQuery, Page
from helper.model_rows import Model, instance_maker
from helper.related_filters import condition_of
from helper.row_filters import ordering
from helper.shown_fields import columns_to_read
from repositories.ownership import visible

Statements = tuple[Select[Any], Select[int]]


class Listing(Generic[Model]):
    """Reads the columns of a model that its Get schema needs, a page at a time."""

    def __init__(self, model: type[Model], schema: type[Schema] | None = None) -> None:
        """Take a model and its Get schema; without one all public columns are read."""
        self.model = model
        self.schema = schema
        self.table = cast(Table, model.__table__)

    # Built when first used: the columns are known only after all models are imported.
    @cached_property
    def columns(self) -> list[ColumnElement[Any]]:
        """The columns that are read."""
        return [*self._attributes.values()]

    @cached_property
    def instance(self) -> Callable[[Sequence[Any]], Model]:
        """The function that makes an instance from the values of these columns."""
        return instance_maker(self.model, self._attributes)

    @cached_property
    def _attributes(self) -> dict[str, ColumnElement[Any]]:
        return columns_to_read(self.model, self.schema)

    @cached_property
    def _all(self) -> Statements:
        return self._statements(ListQuery())

    def page(
        self, connection: Connection, query: ListQuery, *conditions: ColumnElement[bool]
    ) -> Page[Model]:
        """Return a page of the rows that meet the conditions, and how many there are in all."""
        plain = not (conditions or query.filters or query.sort or query.fields)
        rows, count = self._all if plain else self._statements(query, *conditions)
        total = connection.execute(count).scalar_one()
        bounds = {"limit": query.per_page, "offset": (query.page - 1) * query.per_page}
        found = connection.execute(rows, bounds).all() if total > bounds["offset"] else []
        columns = columns_to_read(self.model, self.schema, query.fields)
        make = instance_maker(self.model, columns) if query.fields else self.instance
        return Page([make(row) for row in found], query.page, query.per_page, total)

    def _statements(self, query: ListQuery, *conditions: ColumnElement[bool]) -> Statements:
        known = self._attributes
        kind = self.schema  # repositories of earlier versions may not set it
        filters = [condition_of(self.model, kind, known, filter_) for filter_ in query.filters]
        wanted = (*visible(self.table), *conditions, *filters)
        order = ordering(self._attributes, query.sort)
        columns = columns_to_read(self.model, self.schema, query.fields).values()
        rows = select(*columns).where(*wanted).order_by(*order)
        count = select(func.count()).select_from(self.table).where(*wanted)
        return rows.limit(bindparam("limit")).offset(bindparam("offset")), count
