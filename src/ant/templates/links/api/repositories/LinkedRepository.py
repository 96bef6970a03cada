"""The queries of a table whose rows take and show lists of linked ids."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Row

from helper.DBSession import DBSession
from helper.execution_tracking.Logger import Logger
from helper.functions.list_query import ListQuery, Page
from helper.ids import Id
from helper.links import LINKS, LinkedIds, know_links, read_links
from helper.model_rows import Model
from repositories.CrudRepository import CrudRepository
from repositories.Listing import Listing
from repositories.retried import retried

Repository = TypeVar("Repository", bound=CrudRepository[Any])
Values = Mapping[str, Any]


class LinkedListing(Listing[Model]):
    """A ``Listing`` that also reads the linked ids, with one statement for a page."""

    def page(
        self, connection: Connection, query: ListQuery, *conditions: ColumnElement[bool]
    ) -> Page[Model]:
        """Return a page of the rows that meet the conditions, and how many there are in all."""
        page = super().page(connection, query, *conditions)
        read_links(connection, page.items)
        return page


def with_links(kind: type[Repository], db: DBSession, logger: Logger) -> Repository:
    """Class decorator: write the links of a row in the same transaction as the row."""
    about = {"__doc__": kind.__doc__, "__module__": kind.__module__}
    linked = type(kind.__name__, (LinkedRepository, kind), about)
    return cast(Repository, linked(db, logger))


class LinkedRepository(CrudRepository[Model]):
    """Writes the links of a row in the transaction that writes the row."""

    def __init__(self, db: DBSession, logger: Logger) -> None:
        """Work through a database session and write to a log."""
        super().__init__(db, logger)
        self.rows = cast(Listing[Model], LinkedListing(self.model, self.schema))
        known = [member for kind in type(self).mro()[::-1] for member in vars(kind).items()]
        self.links = {name: value for name, value in known if isinstance(value, LinkedIds)}
        know_links(self.model, self.links)

    @retried
    def insert(self, values: Values) -> Model:
        """Insert a row with its links and return it; raise ``Conflict``."""
        links, values = self.parted(values)
        if not links:
            return super().insert(values)
        with self.db.transaction():
            return self._linked(super().insert(values), links)

    @retried
    def update(
        self, id: Id, values: Values, check: Callable[[Any], None] | None = None
    ) -> Model | None:
        """Change a row and the links that are given; see ``CrudRepository``."""
        links, values = self.parted(values)
        if not links:
            return super().update(id, values, check)
        with self.db.transaction():
            row = super().update(id, values or {"id": id}, check)  # it has changed in either case
            return None if row is None else self._linked(row, links)

    def parted(self, values: Values) -> tuple[Values, Values]:
        """Return the ids of links, and the values of columns."""
        links = {name: values[name] for name in self.links if name in values}
        return links, {name: values[name] for name in values if name not in links}

    def write_links(
        self, connection: Connection, rows: Sequence[Any], links: Sequence[Values]
    ) -> None:
        """Write the links given for each row, and set the attributes that hold them."""
        for attribute, link in LINKS[self.model].items():
            told = zip(rows, links, strict=True)
            wanted = {row.id: said[attribute] for row, said in told if attribute in said}
            before = {row.id: vars(row).get(attribute, ()) for row in rows}
            if wanted:
                link.set(connection, wanted, before)
        read_links(connection, rows)

    def _linked(self, row: Model, links: Values) -> Model:
        with self.db.connection(writes=True) as connection:
            if not self.links.keys() <= vars(row).keys():  # a query that somebody has written
                read_links(connection, [row])
            self.write_links(connection, [row], [links])
        return row

    def _written(self, connection: Connection, row: Row[Any]) -> Model:
        written = super()._written(connection, row)
        read_links(connection, [written])
        return written

    def _read(self, connection: Connection, id: Id, *, lock: bool = False) -> Model | None:
        row = super()._read(connection, id, lock=lock)
        read_links(connection, [] if row is None else [row])
        return row
