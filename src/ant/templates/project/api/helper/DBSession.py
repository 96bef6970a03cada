"""The one way in which the application talks to its database session."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Executable, Result
from sqlalchemy.exc import PendingRollbackError
from sqlalchemy.orm import Session, scoped_session

from startup.Alchemy import Base, autocommit_engine, db_session
from startup.database_engine import begin_writing


class DBSession:
    """A scoped session whose methods roll back on any error and raise it again."""

    def __init__(self, session: scoped_session[Session]) -> None:
        """Wrap the session that each thread has of its own."""
        self.session = session

    def execute(self, statement: Executable) -> Result[Any]:
        """Run a statement and return its result, without a commit."""
        with self._rollback_on_error() as session:
            if not statement.is_select:
                begin_writing(session)
            return session.execute(statement)

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
        A method that fails ends the unit, also where the block catches its error: what follows
        raises ``PendingRollbackError``, and so does the end of the block.
        """
        info = self.session().info
        depth = info.get("depth", 0)
        try:
            with self._rollback_on_error() as session:
                if depth == 0:
                    begin_writing(session)
                info["depth"] = depth + 1
                yield session
                _refuse_after_failure(session)
                if depth == 0:
                    session.commit()
        finally:
            info["depth"] = depth
            if depth == 0:
                info["failed"] = False

    @contextmanager
    def connection(self, *, writes: bool = False) -> Iterator[Connection]:
        """Give what runs statements without the ORM.

        Where the session has begun a transaction that is its connection, and what ``writes`` commits
        like the methods above. Elsewhere each statement is a transaction of its own, which spares
        the database a BEGIN and a COMMIT.
        """
        if self.session.registry.has() and _has_begun(self.session()):
            with self.transaction() if writes else self._rollback_on_error() as session:
                session.flush()
                yield session.connection()
        else:
            with autocommit_engine.connect() as connection:
                yield connection

    @contextmanager
    def _rollback_on_error(self) -> Iterator[Session]:
        session = self.session()
        _refuse_after_failure(session)
        try:
            yield session
        except BaseException:
            session.info["failed"] = session.info.get("depth", 0) > 0
            session.rollback()
            raise


def _has_begun(session: Session) -> bool:
    """Whether a unit has begun, also where nothing has been asked in it yet."""
    return session.in_transaction() or session.info.get("depth", 0) > 0


def _refuse_after_failure(session: Session) -> None:
    if session.info.get("failed"):
        raise PendingRollbackError("An error has already rolled this transaction back.")


myDB = DBSession(db_session)
