"""The one way in which the application talks to its database session."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Executable, Result
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session, scoped_session

from startup.Alchemy import Base, db_session


class DBSession:
    """A scoped session whose methods roll back on any error and raise it again."""

    def __init__(self, session: scoped_session[Session]) -> None:
        """Wrap the session that each thread has of its own."""
        self.session = session

    def execute(self, statement: Executable) -> Result[Any]:
        """Run a statement and return its result, without a commit."""
        with self._rollback_on_error():
            return self.session.execute(statement)

    def execute_commit(self, statement: Executable) -> None:
        """Run a statement and commit."""
        with self.transaction() as session:
            session.execute(statement)

    def add(self, item: Base) -> None:
        """Insert an instance and commit; its generated columns are filled in afterwards."""
        with self.transaction() as session:
            session.add(item)
            session.flush()

    def add_all(self, items: Iterable[Base]) -> None:
        """Insert all instances or none, and commit."""
        with self.transaction() as session:
            session.add_all(items)
            session.flush()

    def delete(self, item: Base) -> None:
        """Delete an instance and commit."""
        with self.transaction() as session:
            session.delete(item)
            session.flush()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Make everything inside one unit, which is committed whole or rolled back whole.

        The methods above commit by themselves; inside this block the block does it for them.
        An error inside ends the unit, also where the block caught it.
        """
        session = self.session()
        depth = session.info.get("depth", 0)
        session.info["depth"] = depth + 1
        try:
            with self._rollback_on_error():
                yield session
                if session.info.get("failed"):
                    raise InvalidRequestError("This transaction has already been rolled back.")
                if depth == 0:
                    session.commit()
        finally:
            session.info["depth"] = depth
            if depth == 0:
                session.info.pop("failed", None)

    @contextmanager
    def _rollback_on_error(self) -> Iterator[None]:
        session = self.session()
        try:
            yield
        except BaseException:
            session.rollback()
            session.info["failed"] = session.info.get("depth", 0) > 0
            raise


myDB = DBSession(db_session)
