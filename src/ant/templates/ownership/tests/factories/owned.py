"""Rows that belong to whom the token of the tests names."""

from sqlalchemy import select

from factories.columns import Column, Json
from factories.factory import Factory, Refer, factory_of
from helper.DBSession import myDB
from startup.Alchemy import Base

CALLER, OTHER = 2**33, 2**33 + 1
"""The ids of whom that token names, as ``rights`` in ``conftest.py`` says, and of somebody else."""


class OwnedFactory(Factory):
    """Makes rows of the caller."""

    def _value(self, column: Column, number: int, refer: Refer | None) -> Json:
        if column.claimed and refer is None:
            return row_called(column.to, CALLER)
        return super()._value(column, number, refer)


def row_called(route: str, id: int) -> int:
    """Make a row with this id unless there is one; return the id."""
    table = Base.metadata.tables[route]
    with myDB.connection() as connection:
        found = connection.execute(select(table.c.id).where(table.c.id == id)).first()
    if found is None:
        made = factory_of(route).new_id()
        with myDB.connection(writes=True) as connection:
            connection.execute(table.update().where(table.c.id == made).values(id=id))
    return id
