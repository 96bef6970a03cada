"""What is asked for where a view has no guard of its own and the project has a default."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.views import MethodView

from app import create_app
from decorators.token_required import public, role_required
from startup import guards

EVERY = {
    "GET": "role reader",
    "POST": "role admin",
    "PUT": "scope things.write",
    "PATCH": "public",
    "DELETE": "token",
}


@pytest.fixture
def app(database: None, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application with defaults for all methods, and views that know nothing of them."""
    monkeypatch.setattr(guards, "DEFAULT_GUARDS", EVERY)
    app = create_app()

    class Things(MethodView):
        @public
        def get(self) -> str:
            return "things"

        def delete(self) -> str:
            return "gone"

    @public
    def everybody() -> str:
        return "everybody"

    methods = [*EVERY, "TRACE"]
    app.add_url_rule("/-/unguarded", "unguarded", lambda: "unguarded", methods=methods)
    app.add_url_rule("/-/admins", view_func=role_required("admin")(lambda: "admins"), endpoint="a")
    app.add_url_rule("/-/everybody", view_func=everybody, methods=["GET", "POST"])
    app.add_url_rule("/-/things", view_func=Things.as_view("things"))
    return app


@pytest.mark.parametrize(
    ("method", "path", "nobody", "somebody"),
    [
        ("GET", "/-/unguarded", 401, 403),
        ("HEAD", "/-/unguarded", 401, 403),
        ("POST", "/-/unguarded", 401, 403),
        ("PUT", "/-/unguarded", 401, 403),
        ("PATCH", "/-/unguarded", 200, 200),
        ("DELETE", "/-/unguarded", 401, 200),
        ("TRACE", "/-/unguarded", 401, 200),
        ("OPTIONS", "/-/unguarded", 200, 200),
        ("GET", "/-/admins", 401, 403),
        ("GET", "/-/everybody", 200, 200),
        ("POST", "/-/everybody", 200, 200),
        ("PUT", "/-/everybody", 405, 405),
        ("GET", "/-/things", 200, 200),
        ("DELETE", "/-/things", 401, 200),
        ("GET", "/openapi.json", 200, 200),
        ("GET", "/health/live", 200, 200),
        ("GET", "/-/nowhere", 404, 404),
    ],
)
def test_what_nobody_and_what_a_token_without_rights_may_call(
    app: Flask, make_token: Callable[..., str], method: str, path: str, nobody: int, somebody: int
) -> None:
    client, headers = app.test_client(), {"Authorization": f"Bearer {make_token()}"}
    assert client.open(path, method=method).status_code == nobody
    assert client.open(path, method=method, headers=headers).status_code == somebody


def test_where_everybody_may_call_anything_no_view_is_asked_for_more(
    monkeypatch: pytest.MonkeyPatch, database: None
) -> None:
    monkeypatch.setattr(guards, "DEFAULT_GUARDS", {})
    app = create_app()
    app.add_url_rule("/-/unguarded", "unguarded", lambda: "unguarded")
    assert app.test_client().get("/-/unguarded").text == "unguarded"
