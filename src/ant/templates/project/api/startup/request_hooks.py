"""Hooks that run before every view and after every response."""

from importlib import import_module
from io import BytesIO
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response, current_app, g, jsonify, request
from flask.json.provider import DefaultJSONProvider
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, RequestRedirect

from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from helper.functions.json_depth import is_too_deep
from startup.access_log import register_access_log
from startup.Environment import Environment, myEnvironment
from startup.guards import register_guards
from startup.health import health_bp
from startup.optional_module import optional_module

SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# The headers that a page of another origin may read: what answers have beside what browsers show.
EXPOSED_HEADERS = [
    "ETag",
    "Idempotency-Replayed",
    "Location",
    "Retry-After",
    "WWW-Authenticate",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-ID",
]


def register_request_hooks(app: Flask, settings: Environment = myEnvironment) -> None:
    """Guard how bodies and proxies' headers are read; give the database connection back.

    Requests find each setting in ``app.config``. What asks after the health of the process is
    answered, too.
    """
    app.config.from_object(settings)
    app.json = JSON(app)
    app.url_map.converters["int"] = ColumnInteger
    register_access_log(app)
    if settings.METRICS_PORT:
        import_module("startup.metrics").register_metrics(app)
    if settings.SENTRY_DSN:
        sentry = optional_module("SENTRY_DSN", "startup.sentry")
        sentry.send_errors(settings.SENTRY_DSN, settings.FLASK_ENV)
    if settings.OTEL_EXPORTER_OTLP_ENDPOINT:
        optional_module("OTEL_EXPORTER_OTLP_ENDPOINT", "startup.tracing").register_tracing(app)
    if settings.RATE_LIMIT:
        import_module("startup.rate_limits").register_rate_limits(app)
    app.before_request(set_deadline)
    app.before_request(read_chunked_body)
    register_guards(app)
    app.after_request(redirect_to_path)
    app.after_request(set_security_headers)
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        fix = ProxyFix(app.wsgi_app, proxies, proxies, proxies, x_prefix=proxies)
        app.wsgi_app = fix  # type: ignore[method-assign]
    if settings.CORS_ORIGINS:
        app.after_request(vary_by_origin)
    app.teardown_appcontext(remove_session)
    app.register_blueprint(health_bp)


def refuse_constant(name: str) -> None:
    """Raise for ``NaN`` and ``Infinity``, which Python reads but JSON does not have."""
    raise ValueError(f"{name} is no JSON.")


class ColumnInteger(IntegerConverter):
    """``<int:…>`` in a URL: a number that is too large for any column leads nowhere, to a 404."""

    regex = "[0-9]{1,18}"


class JSON(DefaultJSONProvider):
    """Flask's JSON, to which a text of a million brackets is malformed and no crash."""

    sort_keys = False  # an answer keeps the order that its service gave it

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; raise ``ValueError`` for what is none."""
        if is_too_deep(s):
            raise ValueError("It is nested too deeply.")
        value = super().loads(s, parse_constant=refuse_constant, **kwargs)
        if "\\u" in (s if isinstance(s, str) else s.decode()):
            super().dumps(value, ensure_ascii=False).encode()  # half a character is no text
        return value


def set_deadline() -> None:
    """Set the time until which this request may wait for the database."""
    g.deadline = monotonic() + current_app.config["REQUEST_TIMEOUT"]


def read_chunked_body() -> None:
    """Read a body of unknown length, and answer 413 where it is over the limit.

    Werkzeug by itself would cut it off there, and the view would take the rest for the whole.
    What is no chunk, or is cut off, is answered with a 400.
    """
    environ = request.environ
    if environ.pop("wsgi.input_terminated", False) and request.content_length is None:
        limit = current_app.config["MAX_CONTENT_LENGTH"]
        try:
            body = environ["wsgi.input"].read(limit + 1)
        except Exception:  # each server has errors of its own for what a client sends
            raise BadRequest("The body is not in the chunks that its headers announce.") from None
        if len(body) > limit:
            raise RequestEntityTooLarge
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def redirect_to_path(response: Response) -> Response:
    """Let a redirect of a URL lead to a path: the name of the host is the client's word."""
    redirect = request.routing_exception
    if isinstance(redirect, RequestRedirect):
        target = urlsplit(redirect.new_url)
        path = urlunsplit(("", "", f"/{target.path.lstrip('/')}", target.query, ""))
        response.headers["Location"] = path
        response.data = jsonify(message=f"This is at {path}.").data
        response.mimetype = "application/json"
    return response


def set_security_headers(response: Response) -> Response:
    """Set security headers, unless the view has set them.

    What belongs to whoever sent a token is not to be kept by caches.
    """
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if "Authorization" in request.headers or response.status_code in (401, 403):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def vary_by_origin(response: Response) -> Response:
    """Keep caches from giving one origin's answer, with its CORS headers, to another."""
    response.vary.add("Origin")
    return response


def remove_session(_error: BaseException | None) -> None:
    """Give the request's database connection back; a transaction around it goes on."""
    try:
        myDB.release()
    except SQLAlchemyError as error:  # the database has gone; the answer is to go out all the same
        myLogger.error(error)
        myDB.session.registry.clear()
