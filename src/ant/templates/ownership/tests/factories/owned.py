"""Rows that belong to whom the token of the tests names."""

from sqlalchemy import select

from factories.columns import Json
from factories.factory import factory_of
from helper.DBSession import myDB
from startup.Alchemy import Base

CALLER, OTHER = 2**33, 2**33 + 1
"""The numbers in the ids of whom that token names, and of somebody else."""


def id_of_caller(route: str) -> Json:
    """Return the id of the row of a route that the token of the tests names."""
    return row_called(route, CALLER)


def row_called(route: str, number: int) -> Json:
    """Make the row whose id has this number unless there is one; return the id."""
    table, id = Base.metadata.tables[route], factory_of(route).id_of(number)
    with myDB.connection() as connection:
        found = connection.execute(select(table.c.id).where(table.c.id == id)).first()
    if found is None:
        made = factory_of(route).new_id()
        with myDB.connection(writes=True) as connection:
            connection.execute(table.update().where(table.c.id == made).values(id=id))
    return id
