"""The queries of the default resource."""

from sqlalchemy import select

from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from models.Default_model import Default
from repositories.Repository import Repository


class DefaultRepository(Repository):
    """Reads and writes the table ``default``."""

    def get_by_id(self, id: int) -> Default | None:
        """Return the row with this id, or None."""
        statement = select(Default).where(Default.id == id)
        return self.db.execute(statement).scalars().first()

    def add_default(self, model: str) -> Default:
        """Insert a row and return it."""
        default = Default(model=model)
        self.add(default)
        return default

    def delete_default(self, id: int) -> Default | None:
        """Delete the row with this id and return what it was, or None where there is none."""
        default = self.get_by_id(id)
        if default is not None:
            self.delete(default)
        return default


myDefaultRepository = DefaultRepository(myDB, myLogger)
