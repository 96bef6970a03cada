"""The one way in which the application talks to its database session."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVarTuple, overload

from sqlalchemy import Connection, Executable, Result
from sqlalchemy.exc import PendingRollbackError
from sqlalchemy.orm import Session, SessionTransaction, scoped_session
from sqlalchemy.sql.selectable import TypedReturnsRows

from helper.functions.current_context import current_context
from startup.Alchemy import Base, autocommit_engine, db_session
from startup.database_engine import begin_writing, only_reads, turn_to_write

Columns = TypeVarTuple("Columns")


class DBSession:
    """A scoped session whose methods roll back on any error and raise it again.

    Each thread has a session of its own. All code of a thread shares it, whatever application
    context it runs in: contexts nest, and a function that pushes one of its own inside a
    transaction has to see, and to write, what the rest of that transaction does.
    """

    def __init__(self, session: scoped_session[Session]) -> None:
        """Wrap the session that each thread has of its own."""
        self.session = session

    @overload
    def execute(self, statement: TypedReturnsRows[*Columns]) -> Result[*Columns]: ...

    @overload
    def execute(self, statement: Executable) -> Result[*tuple[Any, ...]]: ...

    def execute(self, statement: Executable) -> Result[*tuple[Any, ...]]:
        """Run a statement and return its result, without a commit."""
        with self._rollback_on_error() as session:
            if not only_reads(statement):
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
        There each of them, and each block inside the block, is a savepoint: where it fails, what
        it wrote is rolled back, and code that catches the error can go on. Only ``execute`` has
        none: where it fails, the block around it is over.

        A generator must not ``yield`` inside it: what its caller writes meanwhile would be part
        of the block, too.
        """
        session = self.session()
        blocks = session.info.setdefault("blocks", [])
        depth = len(blocks)
        if depth == 0:
            with self._rollback_on_error():
                begin_writing(session)
            session.info["context"] = current_context()
        try:
            with _begun(session, inside=depth > 0) as block:
                blocks.append(block)
                yield session
                if not block.is_active:
                    raise PendingRollbackError("Something in this block has ended its transaction.")
        except BaseException:
            session.expire_all()  # what the ORM has read of it was never committed
            raise
        finally:
            del blocks[depth:]

    def in_transaction(self) -> bool:
        """Whether this thread is inside a block of ``transaction``."""
        return self.session.registry.has() and bool(self.session().info.get("blocks"))

    @contextmanager
    def connection(self, *, writes: bool = False, begins: bool = False) -> Iterator[Connection]:
        """Give what runs statements without the ORM.

        Where the session has begun a transaction that is its connection, and what ``writes`` commits
        like the methods above. Elsewhere each statement is a transaction of its own, which spares
        the database a BEGIN and a COMMIT, unless this ``begins`` one for all of them.
        """
        if begins or self.has_begun():
            commits = writes or begins
            with self.transaction() if commits else self._rollback_on_error() as session:
                session.flush()  # such statements see what the ORM has not written yet,
                yield session.connection()
                if commits:
                    session.expire_all()  # and the ORM sees what they have written
        else:
            with autocommit_engine.connect() as connection:
                waits = writes and connection.dialect.name == "sqlite"
                with turn_to_write() if waits else nullcontext():
                    yield connection

    def release(self) -> None:
        """Give the connection back at the end of an application context.

        A transaction that began outside this context goes on, for it is not over: what it has
        written must not be lost.
        """
        if not self.in_transaction() or self.session().info["context"] is current_context():
            self.session.remove()

    def has_begun(self) -> bool:
        """Return whether this thread's session has a transaction that more may be part of."""
        return self.session.registry.has() and (
            self.session().in_transaction() or self.in_transaction()
        )

    @contextmanager
    def _rollback_on_error(self) -> Iterator[Session]:
        session = self.session()
        try:
            yield session
        except BaseException:
            blocks = session.info.get("blocks")
            innermost = session.get_nested_transaction() or session.get_transaction()
            if innermost and (not blocks or blocks[-1].is_active):
                innermost.rollback()
            raise


def _begun(session: Session, *, inside: bool) -> SessionTransaction:
    """Begin a savepoint inside a block; else a transaction, unless the session has begun one."""
    if inside:
        return session.begin_nested()
    return session.get_transaction() or session.begin()


myDB = DBSession(db_session)
