"""JSON responses for all errors, without internal details."""

import re

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    TimeoutError,
)
from werkzeug.exceptions import HTTPException

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import myLogger
from startup.Alchemy import Base, engine

CHECK_FAILED = re.compile(r"CHECK constraint failed: (\w+)|violates check constraint \"(\w+)\"")

# Too long, too large, no date, no text of its type, a character that the database does not have:
# PostgreSQL's codes for what is wrong with a value. The drivers' own errors have none.
IMPOSSIBLE_VALUES = {None, "22001", "22003", "22007", "22008", "22P02", "22021", "22P05"}


def register_error_handlers(app: Flask) -> None:
    """Answer every error in JSON."""
    app.register_error_handler(APIException, answer_api_exception)
    app.register_error_handler(HTTPException, answer_http_exception)
    for unavailable in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(unavailable, answer_unavailable)
    app.register_error_handler(InternalError, answer_ended)
    app.register_error_handler(DataError, answer_impossible_value)
    app.register_error_handler(IntegrityError, answer_refused_row)
    app.register_error_handler(Exception, answer_unexpected)


def answer_api_exception(error: APIException) -> ResponseReturnValue:
    """Send what a service refused, with its reason."""
    return error.to_dict(), error.status_code, error.headers


def answer_http_exception(error: HTTPException) -> ResponseReturnValue:
    """Send an error of the HTTP layer; its headers, such as Allow, are kept."""
    response = error.get_response()
    if error.response is None:  # else the code that raised it made the answer itself
        response.data = jsonify(message=error.description or error.name).data
        response.mimetype = "application/json"
    return response


def answer_unavailable(error: Exception) -> ResponseReturnValue:
    """Send a 503 while the database is away or too busy; the log has the reason."""
    reason = getattr(error, "orig", error)
    if getattr(reason, "sqlite_errorname", None) == "SQLITE_ERROR":  # a wrong statement, no outage
        return answer_unexpected(error)
    myLogger.error(f"{request.method} {request.path}: {error}")
    message = "The database is not available. Please try again."
    return {"message": message}, 503, {"Retry-After": "5"}


def answer_ended(error: InternalError) -> ResponseReturnValue:
    """Send a 503 where PostgreSQL has ended the connection, as it does after DB_IDLE_TIMEOUT."""
    return (answer_unavailable if error.connection_invalidated else answer_unexpected)(error)


def answer_impossible_value(error: DataError) -> ResponseReturnValue:
    """Send a 400 for a value that no column can hold, such as a number of 30 digits."""
    if getattr(error.orig, "sqlstate", None) not in IMPOSSIBLE_VALUES:  # no value is to blame
        return answer_unexpected(error)
    myLogger.warning(f"{request.method} {request.path}: {error}")
    return {"message": "A value is too large, or cannot be stored."}, 400


def answer_unexpected(error: Exception) -> ResponseReturnValue:
    """Send a 500 without internal details; the log has the traceback."""
    myLogger.exception(f"{request.method} {request.path}", error)
    return {"message": "Internal server error."}, 500


def checked_fields(name: str) -> list[str]:
    """The column whose CHECK constraint has a name; none for a constraint of a whole table."""
    called = engine.dialect.identifier_preparer.format_constraint
    columns = [column for table in Base.metadata.tables.values() for column in table.columns]
    return [column.key for column in columns if name in map(called, column.constraints)]


def answer_refused_row(error: IntegrityError) -> ResponseReturnValue:
    """Send a 400 for a value that a CHECK constraint refuses, which no schema has looked at."""
    failed = CHECK_FAILED.search(str(error.orig))
    if failed is None:
        return answer_unexpected(error)
    myLogger.warning(f"{request.method} {request.path}: {error}")
    name, reason = failed[1] or failed[2], "This value is not allowed."
    fields = checked_fields(name)
    errors = {"errors": {field: [reason] for field in fields}} if fields else {}
    return {**errors, "message": f"{', '.join(fields) or name}: {reason}"}, 400
