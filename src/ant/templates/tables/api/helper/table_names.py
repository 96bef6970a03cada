"""Which route a table holds the rows of: some tables are not called like their route."""

from sqlalchemy import Table
from sqlalchemy.sql.expression import FromClause

from startup.Alchemy import Base


def route_of(table: FromClause) -> str:
    """Return the route whose rows are in a table, which its model tells where the names differ."""
    assert isinstance(table, Table)
    return str(table.info.get("route", table.name))


def table_of(route: str) -> Table:
    """Return the table of a route."""
    return next(table for table in Base.metadata.tables.values() if route_of(table) == route)
