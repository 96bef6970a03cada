"""Tokens that others sign: with keys of a file, of an OpenID Connect issuer, of Amazon Cognito."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from guarded_views import add_guarded_views
from helper import issuer_keys
from helper.issuer_keys import DISCOVERY, LARGEST, READER
from helper.verification_keys import MOST_KEYS, pem_keys
from issuer import ALGORITHMS, Issuer, jwk, pem, private_jwk, private_key, signed_with_text
from startup.Environment import myEnvironment

MakeToken = Callable[..., str]
Ask = Callable[..., int]


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """An issuer that works, until the test has it do something else."""
    issuer = Issuer()
    yield issuer
    issuer.close()


@pytest.fixture
def ask(app: Flask, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Send a token that is signed so, with these claims, and return the status of the answer."""
    monkeypatch.setattr(issuer_keys, "PAUSE", 0.0)
    app.config["JWT_AUDIENCE"] = ["shop"]
    add_guarded_views(app)

    def send(
        algorithm: str = "RS256",
        *,
        key: Any = None,
        kid: object = None,
        path: str = "/-/known",
        token: str = "",
        **claims: object,
    ) -> int:
        header = {"kid": kid or algorithm} if kid is not False else {}
        signing = private_key(algorithm, kid or algorithm) if key is None else key
        claims = {"iss": app.config["OIDC_ISSUER"], "aud": "shop", **claims}
        token = token or make_token(signing, algorithm, header, **claims)
        response = app.test_client().get(path, headers={"Authorization": f"Bearer {token}"})
        assert (response.headers.get("Retry-After") == "30") == (response.status_code == 503)
        return int(response.status_code)

    yield send
    for thread in threading.enumerate():
        if thread.name == READER:
            thread.join()  # what it logs belongs to this test


@pytest.fixture
def trusted(app: Flask, issuer: Issuer) -> Issuer:
    """The issuer, trusted by the application."""
    app.config["OIDC_ISSUER"] = issuer.url
    return issuer


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_of_the_issuer_gets_through(trusted: Issuer, ask: Ask, algorithm: str) -> None:
    assert ask(algorithm) == 200
    assert ask(algorithm, aud=["stock", "shop"]) == 200
    assert trusted.asked == [DISCOVERY, "/keys"]  # once
    wrong: list[dict[str, object]] = [
        {"iss": None}, {"iss": f"{trusted.url}/"}, {"iss": "http://127.0.0.1"}, {"aud": None},
        {"aud": "stock"}, {"exp": int(time.time()) - 1}, {"exp": 10**30}, {"exp": None},
        {"key": private_key(algorithm, "another")},
    ]  # fmt: skip
    assert [ask(algorithm, **fault) for fault in wrong] == [401] * len(wrong)


def test_a_token_without_a_key_id_is_tried_with_every_key(trusted: Issuer, ask: Ask) -> None:
    assert ask(kid=False, key=private_key("RS256", "RS256")) == 200
    assert ask(kid=False, key=private_key("RS256", "another")) == 401


def test_a_public_key_is_no_secret_and_a_secret_no_public_key(
    app: Flask, trusted: Issuer, ask: Ask
) -> None:
    app.config["JWT_PUBLIC_KEYS"] = pem_keys(pem(private_key("RS256")))
    published = pem(private_key("RS256", "RS256"))
    in_the_file = pem(private_key("RS256"))
    texts = ["", "None", in_the_file, published, published.strip(), trusted.url]
    texts += [json.dumps(jwk("RS256", "RS256")), json.dumps(trusted.answers["/keys"])]
    for text in texts:
        assert ask(token=signed_with_text(text, trusted.url)) == 401, text
    assert ask("none", key="", kid="RS256") == 401
    assert ask(token=signed_with_text(myEnvironment.JWT_SECRET, "")) == 200  # our own
    assert ask("RS512", key=private_key("RS256", "RS256"), kid="RS256") == 401
    app.config["JWT_SECRET"] = ""
    assert ask(token=signed_with_text(myEnvironment.JWT_SECRET, "")) == 401
    assert ask(token=signed_with_text("", "")) == 401


def test_a_new_key_is_found_and_one_that_is_withdrawn_is_not(
    trusted: Issuer, ask: Ask, make_token: MakeToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = (private_key("RS256", "RS256"), "RS256", {"kid": "RS256"})
    known = make_token(*signed, iss=trusted.url, aud="shop")
    assert [ask(token=known), ask()] == [200, 200]
    trusted.have(jwk("ES256", "second"))
    assert ask("ES256", kid="second") == 200
    assert [ask(token=known), ask()] == [401, 401]
    trusted.have(jwk("EdDSA", "third"))
    assert ask("ES256", kid="second") == 200  # nobody has asked again
    monkeypatch.setattr(issuer_keys, "FRESH", 0.0)
    deadline = time.monotonic() + 10
    while ask("ES256", kid="second") == 200:  # the keys are read beside the requests
        assert time.monotonic() < deadline
    assert ask("EdDSA", kid="third") == 200


def test_tokens_with_made_up_key_ids_do_not_make_it_ask_again(
    trusted: Issuer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(issuer_keys, "PAUSE", 30.0)
    key = private_key("RS256", "another")
    assert [ask(key=key, kid=f"made up {number}") for number in range(50)] == [401] * 50
    assert trusted.asked == [DISCOVERY, "/keys"]
    assert ask() == 200


def test_requests_that_need_the_keys_at_once_read_them_once(trusted: Issuer, ask: Ask) -> None:
    trusted.delay = 0.1
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(ask) for _ in range(8)]
    assert [answer.result() for answer in answers] == [200] * 8
    assert trusted.asked == [DISCOVERY, "/keys"]


def test_keys_that_are_known_serve_while_the_issuer_is_away(
    app: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = Issuer()
    app.config["OIDC_ISSUER"] = gone.url
    assert ask() == 200
    gone.close()
    monkeypatch.setattr(issuer_keys, "FRESH", 0.0)
    assert ask() == 200
    assert ask(key=private_key("RS256", "another")) == 401
    assert ask(kid="perhaps a new one") == 503
    monkeypatch.setattr(issuer_keys, "USABLE", 0.0)
    assert ask() == 503


def test_a_slow_issuer_holds_up_nobody_for_long(
    trusted: Issuer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask() == 200
    monkeypatch.setattr(issuer_keys, "PATIENCE", 0.3)
    trusted.delay = 1.2
    started = time.monotonic()
    assert ask(kid="perhaps a new one", key=private_key("RS256")) == 503
    asked = [ask(kid=f"another {number}", key=private_key("RS256")) for number in range(20)]
    assert asked == [503] * 20  # at once: they do not wait anew
    assert ask() == 200
    assert time.monotonic() - started < 1.1
    trusted.delay = 0.0  # for what is still to be read


DEEP = b'{"issuer":' + b"[" * 5000 + b"]" * 5000 + b"}"


@pytest.mark.parametrize(
    "document",
    [b"", b"no JSON", b"[]", b"null", {}, DEEP, {"issuer": "http://127.0.0.1/"}],
)
def test_an_issuer_that_is_none_has_no_keys(trusted: Issuer, ask: Ask, document: object) -> None:
    trusted.tell(document)
    assert ask() == 503


def test_an_issuer_has_to_name_itself_and_be_brief(trusted: Issuer, ask: Ask) -> None:
    place = f"{trusted.url}/keys"
    for name in (f"{trusted.url}/", trusted.url.upper(), None, [trusted.url]):
        trusted.tell({"issuer": name, "jwks_uri": place})
        assert ask() == 503
    whole = json.dumps({"issuer": trusted.url, "jwks_uri": place}).encode()
    trusted.tell(whole + b" " * LARGEST)
    assert ask() == 503
    trusted.tell(whole)
    assert ask() == 200


def test_keys_are_not_read_from_a_file(trusted: Issuer, ask: Ask, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.write_text(json.dumps(trusted.answers["/keys"]))
    trusted.tell({"issuer": trusted.url, "jwks_uri": keys.as_uri()})
    assert ask() == 503


@pytest.mark.parametrize("place", ["ftp://127.0.0.1/keys", "", "/keys", None])
def test_keys_are_read_over_http_alone(trusted: Issuer, ask: Ask, place: object) -> None:
    trusted.tell({"issuer": trusted.url, "jwks_uri": place})
    assert ask() == 503


@pytest.mark.parametrize("status", [301, 302, 307, 404, 500, 503])
def test_only_what_the_issuer_itself_answers_counts(trusted: Issuer, ask: Ask, status: int) -> None:
    trusted.status = status
    assert ask() == 503
    assert trusted.asked == [DISCOVERY]


@pytest.mark.parametrize(
    "keys",
    [
        [],
        ["RS256"],
        [jwk("RS256", "RS256", use="enc")],
        [jwk("RS256", "RS256", alg="RS512")],
        [private_jwk("EdDSA", kid="RS256"), private_jwk("ES256"), private_jwk("RS256")],
        [jwk("RS256", "short", kid="RS256")],
        [{"kty": "oct", "k": "eHh4", "kid": "RS256", "alg": "RS256"}],
        [{"kty": "oct", "k": "eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4", "kid": "RS256"}],
        [jwk("RS256", "RS256")] * (MOST_KEYS + 1),
    ],
)
def test_keys_that_cannot_verify_are_none(trusted: Issuer, ask: Ask, keys: list[object]) -> None:
    trusted.have(*keys)
    assert ask() == 503


def test_a_key_that_cannot_be_read_does_not_spoil_the_others(trusted: Issuer, ask: Ask) -> None:
    trusted.have({"kty": "new"}, 7, jwk("ES256", "ES256", x="!"), jwk("RS256", "RS256"))
    assert ask() == 200


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_token_gets_through_with_a_key_of_the_file(app: Flask, ask: Ask, algorithm: str) -> None:
    text = "\n".join(pem(private_key(name)) for name in ALGORITHMS)
    app.config.update(JWT_PUBLIC_KEYS=pem_keys(text), JWT_ISSUER="me")
    assert ask(algorithm, key=private_key(algorithm), iss="me") == 200
    assert ask(algorithm, key=private_key(algorithm), iss="somebody") == 401
    assert ask(algorithm, key=private_key(algorithm, "another"), iss="me") == 401


def test_a_file_of_keys_holds_public_keys_that_are_long_enough_and_nothing_else() -> None:
    key = private_key("ES256")
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    short = pem(private_key("RS256", "short"))
    for text in ("", "no key", private, pem(key) + private, short, pem(key).replace("M", "N")):
        with pytest.raises(ValueError):
            pem_keys(text)
    assert [public.algorithm for public in pem_keys(pem(key))] == ["ES256"]


def test_an_access_token_of_cognito_gets_through_with_its_groups_as_roles(
    app: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Shop"
    answers = {
        url + DISCOVERY: {"issuer": url, "jwks_uri": f"{url}/keys"},
        f"{url}/keys": {"keys": [jwk("RS256", "RS256", alg="RS256")]},
    }
    monkeypatch.setattr(issuer_keys, "read_json", answers.__getitem__)
    app.config.update(
        COGNITO_TOKENS=True,
        COGNITO_REGION="eu-central-1",
        COGNITO_USERPOOL_ID="eu-central-1_Shop",
        COGNITO_APP_CLIENT_ID="app",
    )
    right: dict[str, object] = {"iss": url, "aud": None, "token_use": "access", "client_id": "app"}
    assert ask(**right) == 200
    assert ask(**right, path="/-/admins") == 403
    assert ask(**{**right, "cognito:groups": ["admin"]}, path="/-/admins") == 200
    for fault in ({"token_use": "id"}, {"client_id": "b"}, {"iss": "me"}, {"client_id": None}):
        assert ask(**{**right, **fault}) == 401
    assert ask(**{**right, "token_use": "id", "aud": "app", "client_id": None}) == 401
