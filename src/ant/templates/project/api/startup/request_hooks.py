"""What happens to every request before its view, and to every answer after it."""

from io import BytesIO
from typing import Any

from flask import Flask, Response, current_app, request
from flask.json.provider import DefaultJSONProvider
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from helper.functions.json_depth import is_too_deep
from startup.Environment import Environment, myEnvironment
from startup.guards import register_guards


def register_request_hooks(app: Flask, settings: Environment = myEnvironment) -> None:
    """Guard how bodies and proxies' headers are read; give the database connection back.

    Requests find each setting in ``app.config``.
    """
    app.config.from_object(settings)
    app.json = JSON(app)
    app.url_map.converters["int"] = ColumnInteger
    app.before_request(read_chunked_body)
    register_guards(app)
    proxies = settings.TRUSTED_PROXIES
    if proxies:
        fix = ProxyFix(app.wsgi_app, proxies, proxies, proxies, x_prefix=proxies)
        app.wsgi_app = fix  # type: ignore[method-assign]
    if settings.CORS_ORIGINS:
        app.after_request(vary_by_origin)
    app.teardown_appcontext(remove_session)


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


def read_chunked_body() -> None:
    """Read a body of unknown length, and answer 413 where it is over the limit.

    Werkzeug by itself would cut it off there, and the view would take the rest for the whole.
    """
    environ = request.environ
    if environ.pop("wsgi.input_terminated", False) and request.content_length is None:
        limit = current_app.config["MAX_CONTENT_LENGTH"]
        body = environ["wsgi.input"].read(limit + 1)
        if len(body) > limit:
            raise RequestEntityTooLarge
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


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
