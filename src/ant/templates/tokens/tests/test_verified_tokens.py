"""What is remembered of a token saves work, and lets nobody in who would not get in without it."""

import time
from collections import OrderedDict
from collections.abc import Callable

import jwt
import pytest
from flask import Flask

from guarded_views import add_guarded_views
from helper import verified_tokens as known
from helper.verified_tokens import claims_of

MakeToken = Callable[..., str]


def refuse(*_: object) -> None:
    """Refuse whatever is to be verified."""
    raise jwt.InvalidTokenError


def test_a_signature_is_checked_once_until_the_token_expires(
    shared_app: Flask, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    expires = int(time.time()) + 60
    token = make_token(exp=expires)
    first = claims_of(token, shared_app.config)
    monkeypatch.setattr(known, "verify", refuse)
    monkeypatch.setattr(known, "time", lambda: expires - 0.1)
    assert claims_of(token, shared_app.config) == first
    monkeypatch.setattr(known, "time", lambda: float(expires))
    with pytest.raises(jwt.InvalidTokenError):
        claims_of(token, shared_app.config)


def test_no_request_changes_the_claims_of_another(shared_app: Flask, make_token: MakeToken) -> None:
    token = make_token(roles=["editor"])
    for _ in range(3):
        claims = claims_of(token, shared_app.config)
        assert (claims["roles"], claims["sub"]) == (["editor"], "somebody")
        claims["sub"] = "somebody else"
        claims["roles"].append("admin")


def test_a_token_is_verified_again_where_the_clock_was_put_back(
    shared_app: Flask, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, token = time.time(), make_token()
    claims_of(token, shared_app.config)
    monkeypatch.setattr(known, "verify", refuse)
    monkeypatch.setattr(known, "time", lambda: now - 60)
    with pytest.raises(jwt.InvalidTokenError):
        claims_of(token, shared_app.config)


def test_no_more_than_so_many_are_remembered(
    shared_app: Flask, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known, "MOST", 2)
    monkeypatch.setattr(known, "verified_tokens", OrderedDict())
    tokens = [make_token(sub=name) for name in ("first", "second", "third")]
    for token in tokens:
        claims_of(token, shared_app.config)
    assert len(known.verified_tokens) == 2
    monkeypatch.setattr(known, "verify", refuse)
    known_still = [claims_of(token, shared_app.config)["sub"] for token in tokens[1:]]
    assert known_still == ["second", "third"]


def test_a_refused_token_is_not_remembered(shared_app: Flask, make_token: MakeToken) -> None:
    before = len(known.verified_tokens)
    for token in (make_token(exp=1), make_token(key="y" * 32), make_token()[:-2]):
        with pytest.raises(jwt.PyJWTError):
            claims_of(token, shared_app.config)
    assert len(known.verified_tokens) == before


def test_a_token_whose_signature_is_that_of_another_is_refused(
    app: Flask, make_token: MakeToken
) -> None:
    add_guarded_views(app)
    tokens = [make_token(sub=name) for name in ("me", "you")]
    mine, yours = (token.rpartition(".") for token in tokens)
    answers = [
        app.test_client().get("/-/known", headers={"Authorization": f"Bearer {token}"})
        for token in (*tokens, f"{mine[0]}.{yours[2]}", f"{yours[0]}.{mine[2]}")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 401, 401]
    assert [answer.get_json() for answer in answers[:2]] == ["me", "you"]


@pytest.mark.parametrize(
    "settings",
    [
        {"JWT_SECRET": "z" * 32},
        {"JWT_ISSUER": "https://id.example"},
        {"JWT_AUDIENCE": ["stock"]},
        {"JWT_TYPE": "at+jwt"},
        {"JWT_LEEWAY": 0},
        {"JWT_LONGEST_LIFETIME": 5},
    ],
    ids=lambda settings: next(iter(settings)),
)
def test_a_token_that_is_known_has_to_be_as_the_settings_say(
    app: Flask, make_token: MakeToken, settings: dict[str, object]
) -> None:
    add_guarded_views(app)
    app.config.update(JWT_AUDIENCE=["shop"], JWT_LEEWAY=30)
    now = int(time.time())
    token = make_token(aud="shop", iat=now - 15, exp=now - 5)
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/-/known", headers=headers).status_code == 200
    app.config.update(settings)
    assert app.test_client().get("/-/known", headers=headers).status_code == 401
