"""The Flask application factory."""

from io import BytesIO
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.json.provider import DefaultJSONProvider
from flask_cors import CORS
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import myLogger, start_logging
from routes.default_route import default_bp
from startup.Alchemy import db_session, init_db
from startup.Environment import myEnvironment  # importing it loads .env


def create_app() -> Flask:
    """Build the application from the environment and ``.env``, with its tables in place."""
    myEnvironment.check()
    start_logging(myEnvironment.LOG_LEVEL)
    app = Flask(__name__)
    app.json = JSON(app)
    app.config["TESTING"] = myEnvironment.TESTING
    app.config["MAX_CONTENT_LENGTH"] = myEnvironment.MAX_CONTENT_LENGTH
    CORS(app, origins=myEnvironment.CORS_ORIGINS, always_send=False, vary_header=False)
    init_db()
    app.before_request(read_chunked_body)
    app.after_request(vary_by_origin)
    app.teardown_appcontext(remove_session)
    register_error_handlers(app)

    app.register_blueprint(default_bp)
    return app


def register_error_handlers(app: Flask) -> None:
    """Answer every error in JSON."""
    app.register_error_handler(APIException, answer_api_exception)
    app.register_error_handler(HTTPException, answer_http_exception)
    for unavailable in (OperationalError, InterfaceError, TimeoutError):
        app.register_error_handler(unavailable, answer_unavailable)
    app.register_error_handler(Exception, answer_unexpected)


def answer_api_exception(error: APIException) -> Response:
    """Send what a service refused, with its reason."""
    response = jsonify(error.to_dict())
    response.status_code = error.status_code
    response.headers.update(error.headers)
    return response


def answer_http_exception(error: HTTPException) -> BaseResponse:
    """Send an error of the HTTP layer; its headers, such as Allow, are kept."""
    response = error.get_response()
    if error.response is None:  # else the code that raised it made the answer itself
        response.data = jsonify(message=error.description).data
        response.mimetype = "application/json"
    return response


def answer_unavailable(error: Exception) -> Response:
    """Send a 503 while the database is away or too busy; the log has the reason."""
    reason = getattr(error, "orig", error)
    if getattr(reason, "sqlite_errorname", None) == "SQLITE_ERROR":  # a wrong statement, no outage
        return answer_unexpected(error)
    myLogger.error(f"{request.method} {request.path}: {error}")
    response = jsonify(message="The database is not available. Please try again.")
    response.status_code = 503
    response.headers["Retry-After"] = "5"
    return response


def answer_unexpected(error: Exception) -> Response:
    """Send a 500 that tells nothing of the inside; the log has the traceback."""
    myLogger.exception(f"{request.method} {request.path}", error)
    response = jsonify(message="Internal server error.")
    response.status_code = 500
    return response


class JSON(DefaultJSONProvider):
    """Flask's JSON, to which a text of a million brackets is malformed and no crash."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; raise ``ValueError`` for what is none."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("It is nested too deeply.") from None


def read_chunked_body() -> None:
    """Read a body of unknown length, and answer 413 where it is over the limit.

    Werkzeug by itself would cut it off there, and the view would take the rest for the whole.
    """
    environ = request.environ
    if environ.pop("wsgi.input_terminated", False) and request.content_length is None:
        body = environ["wsgi.input"].read(myEnvironment.MAX_CONTENT_LENGTH + 1)
        if len(body) > myEnvironment.MAX_CONTENT_LENGTH:
            raise RequestEntityTooLarge
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def vary_by_origin(response: Response) -> Response:
    """Keep caches from giving one origin's answer, with its CORS headers, to another."""
    response.vary.add("Origin")
    return response


def remove_session(_error: BaseException | None) -> None:
    """Give the request's database connection back."""
    try:
        db_session.remove()
    except SQLAlchemyError as error:  # the database has gone; the answer is to go out all the same
        myLogger.error(error)
        db_session.registry.clear()
