"""The base of all repositories."""

from collections.abc import Iterable

from helper.DBSession import DBSession
from helper.execution_tracking.Logger import Logger
from startup.Alchemy import Base


class Repository:
    """The base of all repositories; each method commits, or joins an open transaction."""

    def __init__(self, db: DBSession, logger: Logger) -> None:
        """Work through a database session and write to a log."""
        self.db = db
        self.logger = logger

    def add(self, item: Base) -> None:
        """Insert one instance."""
        self.db.add(item)

    def add_all(self, items: Iterable[Base]) -> None:
        """Insert all instances or none."""
        self.db.add_all(items)

    def delete(self, item: Base) -> None:
        """Delete one instance."""
        self.db.delete(item)
