"""One line of the log for each request, and the id that all its lines and its answer carry."""

from time import monotonic

from flask import Flask, Response, g, jsonify, request

from helper.execution_tracking.Logger import myLogger
from helper.execution_tracking.request_id import (
    begin_request_id,
    current_request_id,
    end_request_id,
)


def register_access_log(app: Flask) -> None:
    """Log each request after all else was done for it; register this before other hooks."""
    app.before_request(begin_request)
    app.after_request(end_request)
    app.teardown_request(forget_request)


def begin_request() -> None:
    """Remember when the request began, and by which id."""
    g.began = monotonic()
    begin_request_id(request.headers.get("X-Request-ID", ""))


def end_request(response: Response) -> Response:
    """Give the id back, in an error of the server also for whoever reads its body; write the line.

    The line has the path without its query, which may hold what is nobody's business.
    """
    request_id = current_request_id()
    response.headers["X-Request-ID"] = request_id
    if response.status_code >= 500 and response.is_json:
        body = response.get_json(silent=True)
        if isinstance(body, dict) and "message" in body:
            response.data = jsonify({**body, "request_id": request_id}).data
    log = myLogger.debug if request.blueprint == "api-health" else myLogger.info
    log(
        f"{request.method} {request.path}",
        status=response.status_code,
        milliseconds=round((monotonic() - g.began) * 1000, 1),
        bytes=response.calculate_content_length(),
        subject=g.get("claims", {}).get("sub"),
    )
    return response


def forget_request(_error: BaseException | None) -> None:
    """Leave the thread without an id."""
    end_request_id()
