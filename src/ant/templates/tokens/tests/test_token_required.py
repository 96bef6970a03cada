"""Who gets past ``token_required`` and ``role_required``, and what the others are told."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from guarded_views import GUARDED_PATHS, add_guarded_views
from helper.functions.json_depth import DEEPEST

MakeToken = Callable[..., str]
DEEP: list[object] = []
for _ in range(DEEPEST):
    DEEP = [DEEP]


@pytest.fixture(scope="module")
def guarded_app(database: None) -> Flask:
    """An application with a route for each kind of guard."""
    app = create_app()
    add_guarded_views(app)
    return app


@pytest.fixture
def client(guarded_app: Flask) -> FlaskClient:
    """Sends requests to that application."""
    return guarded_app.test_client()


@pytest.mark.parametrize("path", GUARDED_PATHS)
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic {}", "{}", "Bearer {} {}"])
def test_a_request_without_a_bearer_token_is_a_401(
    client: FlaskClient, make_token: MakeToken, path: str, header: str
) -> None:
    token = make_token(role="admin")
    response = client.get(path, headers={"Authorization": header.format(token, token)})
    assert (response.status_code, list(response.get_json())) == (401, ["message"])
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", GUARDED_PATHS)
@pytest.mark.parametrize(
    "fault",
    [
        {"key": "another key that is long enough to sign any token with: 0123456789"},
        {"key": "", "algorithm": "none"},
        {"algorithm": "HS512"},
        {"exp": int(time.time()) - 1},
        {"exp": None},
        {"exp": str(int(time.time()) + 3600)},
        {"exp": 10**30},
        {"nbf": True},
        {"iat": -1},
        {"aud": "somebody else"},
        {"claims": DEEP},
        {"header": {"x": DEEP}},
    ],
    ids=[
        "another key",
        "unsigned",
        "another algorithm",
        "expired",
        "valid for ever",
        "expires at a text",
        "expires beyond time",
        "not before a truth",
        "issued before time",
        "for somebody else",
        "deep claims",
        "a deep header",
    ],
)
def test_a_token_that_does_not_hold_is_a_401(
    client: FlaskClient, make_token: MakeToken, path: str, fault: dict[str, object]
) -> None:
    token = make_token(role="admin", **fault)
    response = client.get(path, headers={"Authorization": f"Bearer {token}"})
    assert (response.status_code, list(response.get_json())) == (401, ["message"])
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize("token", ["x", "e30.e30", "!.!.!", "W10.e30.e30", "bnVsbA.e30.e30"])
def test_what_is_no_token_is_a_401(client: FlaskClient, token: str) -> None:
    response = client.get("/-/known", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize(
    ("claims", "opened"),
    [
        ({}, ["/-/known"]),
        ({"role": "administrator"}, ["/-/known"]),
        ({"roles": ["editor"]}, ["/-/known"]),
        ({"role": "admin"}, ["/-/known", "/-/admins"]),
        ({"roles": ["editor", "admin"]}, ["/-/known", "/-/admins"]),
        ({"scope": "orders.writer orders"}, ["/-/known"]),
        ({"scope": "orders.read orders.write"}, ["/-/known", "/-/writers"]),
        ({"scp": "orders.read orders.write"}, ["/-/known", "/-/writers"]),
        ({"scp": ["orders.write"], "scope": 1}, ["/-/known", "/-/writers"]),
        ({"role": "orders.write", "scope": "admin"}, ["/-/known"]),
        ({"role": "admin", "scope": "orders.write"}, [*GUARDED_PATHS]),
    ],
)
def test_a_valid_token_opens_what_its_roles_and_scopes_allow(
    client: FlaskClient, make_token: MakeToken, claims: dict[str, object], opened: list[str]
) -> None:
    headers = {"Authorization": f"bearer {make_token(**claims)}"}
    answers = {path: client.get(path, headers=headers).status_code for path in GUARDED_PATHS}
    assert answers == {path: 200 if path in opened else 403 for path in GUARDED_PATHS}


def test_what_is_lacking_is_told(client: FlaskClient, make_token: MakeToken) -> None:
    headers = {"Authorization": f"Bearer {make_token()}"}
    role, scope = (client.get(path, headers=headers) for path in ("/-/admins", "/-/writers"))
    assert role.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
    assert "'admin'" in role.get_json()["message"]
    challenge = 'Bearer error="insufficient_scope", scope="orders.write"'
    assert scope.headers["WWW-Authenticate"] == challenge
    assert "'orders.write'" in scope.get_json()["message"]


def test_a_view_says_all_its_guards(client: FlaskClient) -> None:
    views = client.application.view_functions
    assert vars(views["both"])["guard"] == "role admin, scope orders.write"


@pytest.mark.parametrize(
    ("settings", "right", "wrong"),
    [
        ({"JWT_ISSUER": "https://id.example"}, {"iss": "https://id.example"}, {"iss": "me"}),
        ({"JWT_AUDIENCE": ["shop", "stock"]}, {"aud": ["stock", "x"]}, {"aud": "x"}),
        ({"JWT_TYPE": "at+jwt"}, {"header": {"typ": "application/AT+JWT"}}, {"header": {}}),
        ({"JWT_LEEWAY": 30}, {"exp": -5}, {"exp": -90}),
        ({"JWT_LONGEST_LIFETIME": 600}, {"iat": 0, "exp": 600}, {"iat": -600, "exp": 60}),
        ({"JWT_LONGEST_LIFETIME": 600}, {"iat": 0, "exp": 60}, {}),
        ({"JWT_EARLIER_SECRETS": ["y" * 32, "z" * 32]}, {"key": "z" * 32}, {"key": "x" * 32}),
    ],
)
def test_a_token_has_to_be_as_the_settings_say(
    client: FlaskClient,
    make_token: MakeToken,
    monkeypatch: pytest.MonkeyPatch,
    settings: dict[str, object],
    right: dict[str, Any],
    wrong: dict[str, Any],
) -> None:
    for name, value in settings.items():
        monkeypatch.setitem(client.application.config, name, value)
    now = int(time.time())
    for token, status in ((right, 200), (wrong, 401)):
        times = {name: now + token[name] for name in ("exp", "iat") if name in token}
        headers = {"Authorization": f"Bearer {make_token(**(token | times))}"}
        assert client.get("/-/known", headers=headers).status_code == status
