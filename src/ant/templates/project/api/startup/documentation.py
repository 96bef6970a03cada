"""The document of the API at ``/openapi.json``, and a page at ``/docs`` that shows it."""

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flask_swagger_ui  # type: ignore[import-untyped]
from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory

from helper.openapi_document import METHODS, Endpoint, whole_document
from startup.Environment import API_ROOT, myEnvironment

PARTS = API_ROOT / "openapi"
PAGE = PARTS / "page"
SWAGGER_UI = Path(flask_swagger_ui.__file__).parent / "dist"
ASSETS = {
    "start.js": PAGE,
    "favicon-32x32.png": SWAGGER_UI,
    "swagger-ui.css": SWAGGER_UI,
    "swagger-ui-bundle.js": SWAGGER_UI,
}
# The page talks to this server alone; Swagger UI needs styles of its own in elements.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
READERS = {"get_json", "load_body"}  # a view that calls one of them needs a body in JSON
KEPT = "openapi_document"  # where the application keeps the document once it is made

documentation_bp = Blueprint("api-documentation", __name__)  # no route can have that name


def register_documentation(app: Flask) -> None:
    """Serve both, unless ``DOCS`` says otherwise."""
    if myEnvironment.DOCS:
        app.register_blueprint(documentation_bp)


@documentation_bp.get("/openapi.json")
def get_document() -> Response:
    """Send the document, which is made once."""
    if KEPT not in current_app.extensions:
        document = whole_document(read_parts(), endpoints_of(current_app))
        current_app.extensions[KEPT] = json.dumps(document)
    response = Response(current_app.extensions[KEPT], mimetype="application/json")
    response.add_etag()
    response.make_conditional(request)
    return response


@documentation_bp.get("/docs")
def get_page() -> Response:
    """Send the page; the policy makes the browser refuse whatever comes from elsewhere."""
    response = send_from_directory(PAGE, "index.html")
    response.headers["Content-Security-Policy"] = POLICY
    return response


@documentation_bp.get("/docs/<name>")
def get_asset(name: str) -> Response:
    """Send a file that the page is made of."""
    if name not in ASSETS:
        abort(404)
    return send_from_directory(ASSETS[name], name, max_age=3600)


def read_parts() -> Iterator[dict[str, Any]]:
    """The files of ``api/openapi/``; raise ``ValueError`` that names one which is no JSON."""
    for path in sorted(PARTS.glob("*.json")):
        try:
            yield json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise ValueError(f"api/openapi/{path.name} is not JSON: {error}") from None


def endpoints_of(app: Flask) -> Iterator[Endpoint]:
    """Everything that the application answers, but for its static files."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        view = app.view_functions[rule.endpoint]
        code = getattr(inspect.unwrap(view), "__code__", None)
        reads_body = code is not None and not READERS.isdisjoint(code.co_names)
        summary = (inspect.getdoc(view) or "").partition("\n")[0]
        for method in METHODS:
            if method in (rule.methods or ()):
                guard = getattr(view, "guard", "")
                yield Endpoint(method, rule.rule, summary, guard, reads_body)
