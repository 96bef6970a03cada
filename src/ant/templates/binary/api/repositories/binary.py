"""The bytes of a row, which no other statement reads."""

from sqlalchemy import select

from helper.ids import Id
from helper.model_rows import Model
from repositories.CrudRepository import CrudRepository
from repositories.ownership import visible


def bytes_of(repository: CrudRepository[Model], id: Id, name: str) -> bytes | None:
    """Return what a column of the row with this id holds, None where it holds nothing."""
    table = repository.table
    statement = select(table.c[name]).where(table.c.id == id, *visible(table))
    with repository.db.connection() as connection:
        content: bytes | None = connection.scalars(statement).one_or_none()
        return content
