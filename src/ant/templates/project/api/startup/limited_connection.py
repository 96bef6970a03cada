"""A PostgreSQL connection with a time limit for every answer."""

from time import monotonic
from typing import Any

import psycopg
from flask import g
from psycopg.pq import TransactionStatus

PAUSE = 2  # seconds in which nobody tries again to connect to a server that has not answered


class LimitedConnection(psycopg.Connection[Any]):
    """Fails and closes where the server does not answer in time.

    PostgreSQL's own limits, such as ``statement_timeout``, end what takes too long. They cannot
    where the server itself, its disk or the network hangs.
    """

    limit: float | None = None
    """Seconds for one answer; None waits without a limit."""
    away_until = 0.0

    @classmethod
    def connect(cls, *arguments: Any, **options: Any) -> "LimitedConnection":
        """Connect; fail at once where the server has just left somebody without an answer."""
        if monotonic() < LimitedConnection.away_until:
            raise psycopg.OperationalError("The database did not answer a moment ago.")
        try:
            return super().connect(*arguments, **options)
        except psycopg.errors.ConnectionTimeout:
            LimitedConnection.away_until = monotonic() + PAUSE
            raise

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer, as psycopg does for each of its calls."""
        allowed = timeout if timeout is not None else self._allowed()
        try:
            return super().wait(gen, interval, allowed)
        except psycopg.OperationalError:
            if allowed is None or self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.close()  # the answer may still come, and must not be taken for that of another
            if allowed == self.limit:
                LimitedConnection.away_until = monotonic() + PAUSE
            raise psycopg.OperationalError("The database does not answer in time.") from None

    def _allowed(self) -> float | None:
        """Return the limit of an answer, which is no later than that of the request."""
        deadline: float | None = g.get("deadline") if g else None
        if self.limit is None or deadline is None:
            return self.limit
        return max(0.0, min(self.limit, deadline - monotonic()))
