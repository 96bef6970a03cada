"""Logs slow SQL statements, without their parameters."""

from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, event

from helper.execution_tracking.Logger import myLogger

LONGEST_TEXT = 2000  # an INSERT of a thousand rows has a text of its own


def log_slow_statements(engine: Engine, limit: float) -> None:
    """Log each statement that takes so many seconds or more, whether it succeeds or fails."""

    def begin(connection: Connection, *_: Any) -> None:
        connection.info["statement_began"] = monotonic()

    def end(connection: Connection, _cursor: object, statement: str, *_: Any) -> None:
        seconds = monotonic() - connection.info.pop("statement_began", monotonic())
        if seconds >= limit:
            text = " ".join(statement.split())[:LONGEST_TEXT]
            myLogger.warning(f"Slow statement: {text}", seconds=round(seconds, 3))

    def fail(context: ExceptionContext) -> None:
        connection = context.connection
        if connection is not None and context.statement and not connection.invalidated:
            end(connection, None, context.statement)

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)
