"""The Flask application factory."""

from flask import Flask, Response, jsonify, request
from flask_cors import CORS
from sqlalchemy.exc import OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import myLogger, start_logging
from routes.default_route import default_bp
from startup.Alchemy import db_session, init_db
from startup.Environment import myEnvironment


def create_app() -> Flask:
    """Build the application from the environment and ``.env``, with its tables in place."""
    myEnvironment.check()
    start_logging(myEnvironment.LOG_LEVEL)
    app = Flask(__name__)
    app.config["TESTING"] = myEnvironment.TESTING
    app.config["MAX_CONTENT_LENGTH"] = myEnvironment.MAX_CONTENT_LENGTH
    CORS(app, origins=myEnvironment.CORS_ORIGINS)
    init_db()
    app.before_request(refuse_large_stream)
    app.teardown_appcontext(remove_session)
    register_error_handlers(app)

    app.register_blueprint(default_bp)
    return app


def register_error_handlers(app: Flask) -> None:
    """Answer every error in JSON."""
    app.register_error_handler(APIException, answer_api_exception)
    app.register_error_handler(HTTPException, answer_http_exception)
    app.register_error_handler(OperationalError, answer_unavailable)
    app.register_error_handler(TimeoutError, answer_unavailable)
    app.register_error_handler(Exception, answer_unexpected)


def answer_api_exception(error: APIException) -> Response:
    """Send what a service refused, with its reason."""
    response = jsonify(error.to_dict())
    response.status_code = error.status_code
    response.headers.update(error.headers)
    return response


def answer_http_exception(error: HTTPException) -> Response:
    """Send an error of the HTTP layer; its headers, such as Allow, are kept."""
    response = Response(status=error.code, headers=dict(error.get_headers()))
    response.data = jsonify(message=error.description).data
    response.mimetype = "application/json"
    return response


def answer_unavailable(error: Exception) -> Response:
    """Send a 503 while the database is away or too busy; the log has the reason."""
    myLogger.exception(error)
    response = jsonify(message="The database is not available. Please try again.")
    response.status_code = 503
    response.headers["Retry-After"] = "5"
    return response


def answer_unexpected(error: Exception) -> Response:
    """Send a 500 that tells nothing of the inside; the log has the traceback."""
    myLogger.exception(error)
    response = jsonify(message="Internal server error.")
    response.status_code = 500
    return response


def refuse_large_stream() -> None:
    """Answer 413 to a chunked body over the limit, which Werkzeug alone would cut off silently."""
    if request.content_length is None and request.environ.get("wsgi.input_terminated"):
        request.get_data()
        if request.environ["wsgi.input"].read(1):
            raise RequestEntityTooLarge


def remove_session(_error: BaseException | None) -> None:
    """Give the request's database connection back."""
    db_session.remove()
