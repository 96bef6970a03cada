"""The queries of the stored responses."""

import datetime as dt

from sqlalchemy import delete, func, or_, select

from helper.columns import utc_now
from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from models.Idempotency_keys_model import IdempotencyKeys
from repositories.Repository import Repository
from startup.Alchemy import engine

KEPT = dt.timedelta(hours=24)
REMOVED_AT_ONCE = 100


class IdempotencyKeysRepository(Repository):
    """Reads and writes the table ``idempotency_keys``, inside the transaction of a request."""

    def claim(self, id: str) -> bool:
        """Lock a key until the transaction ends; return False where another transaction holds it.

        SQLite needs no lock: one transaction writes at a time.
        """
        if engine.dialect.name == "sqlite":
            return True
        number = int(id[:16], 16) - 2**63  # a bigint
        return bool(self.db.execute(select(func.pg_try_advisory_xact_lock(number))).scalar_one())

    def get(self, id: str) -> IdempotencyKeys | None:
        """Return the stored response for a key unless it has expired."""
        statement = select(IdempotencyKeys).where(
            IdempotencyKeys.id == id, IdempotencyKeys.created_at > utc_now() - KEPT
        )
        return self.db.execute(statement).scalars().first()

    def keep(self, answer: IdempotencyKeys) -> None:
        """Insert a response, and delete some that have expired."""
        old = select(IdempotencyKeys.id).where(IdempotencyKeys.created_at <= utc_now() - KEPT)
        old = old.limit(REMOVED_AT_ONCE).with_for_update(skip_locked=True)
        gone = or_(IdempotencyKeys.id == answer.id, IdempotencyKeys.id.in_(old))
        self.db.execute_commit(delete(IdempotencyKeys).where(gone))
        self.add(answer)


myIdempotencyKeysRepository = IdempotencyKeysRepository(myDB, myLogger)
