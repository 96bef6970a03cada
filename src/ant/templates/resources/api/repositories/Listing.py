"""Pages of a table's rows."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, select

from helper.functions.list_query import ListQuery, Page
from helper.model_rows import Model, instance_maker, public_columns
from helper.row_filters import condition, ordering

Statements = tuple[Select[Any], Select[int]]


class Listing(Generic[Model]):
    """Reads the public columns of a model, a page at a time."""

    def __init__(self, model: type[Model]) -> None:
        """Read the table of a model; what every page needs is built once, when first used.

        Not here: while models are imported it is not yet known which columns they have, since a
        relationship of theirs may lead to a model that is imported later.
        """
        self.model = model
        self.table = model.__table__

    @cached_property
    def columns(self) -> list[ColumnElement[Any]]:
        """The columns that are read."""
        return public_columns(self.model)

    @cached_property
    def instance(self) -> Callable[[Sequence[Any]], Model]:
        """What makes an instance from the values of these columns."""
        return instance_maker(self.model)

    @cached_property
    def _all(self) -> Statements:
        return self._statements(ListQuery())

    def page(
        self, connection: Connection, query: ListQuery, *conditions: ColumnElement[bool]
    ) -> Page[Model]:
        """Return the rows of one page that meet the conditions, and how many do on all pages."""
        plain = not (conditions or query.filters or query.sort)
        rows, count = self._all if plain else self._statements(query, *conditions)
        bounds = {"limit": query.per_page, "offset": (query.page - 1) * query.per_page}
        found = [self.instance(row) for row in connection.execute(rows, bounds).all()]
        total = connection.execute(count).scalar_one()
        return Page(found, query.page, query.per_page, total)

    def _statements(self, query: ListQuery, *conditions: ColumnElement[bool]) -> Statements:
        wanted = [*conditions, *(condition(self.table, each) for each in query.filters)]
        rows = select(*self.columns).where(*wanted).order_by(*ordering(self.table, query.sort))
        bounded = rows.limit(bindparam("limit")).offset(bindparam("offset"))
        return bounded, select(func.count()).select_from(self.table).where(*wanted)
