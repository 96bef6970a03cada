"""The mapping of routes to tables, since some tables have another name than their route."""

from sqlalchemy import Table
from sqlalchemy.sql.expression import FromClause

from startup.Alchemy import Base


def route_of(table: FromClause) -> str:
    """Return the route of a table, which its model names where the two differ."""
    assert isinstance(table, Table)
    return str(table.info.get("route", table.name))


def table_of(route: str) -> Table:
    """Return the table of a route."""
    return next(table for table in Base.metadata.tables.values() if route_of(table) == route)
