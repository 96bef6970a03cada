"""Tokens: only one that this application's secret signed, and that still holds, gets through."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from support.server import Answer, Server
from support.serving import SECRET, ServeProbed

PUBLIC_KEY = (
    "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\n-----END PUBLIC KEY-----\n"
)
NOW = int(time.time())
GOOD: dict[str, Any] = {"sub": "7", "exp": NOW + 172_800}


def encoded(data: bytes) -> str:
    """Base64 as tokens have it."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(
    claims: Any = None, header: Any = None, key: str = SECRET, digest: str = "sha256"
) -> str:
    """A token, made by hand so that it can be wrong in every way."""
    header = {"alg": "HS256", "typ": "JWT"} if header is None else header
    parts = [
        encoded(part if isinstance(part, bytes) else json.dumps(part).encode())
        for part in (header, GOOD if claims is None else claims)
    ]
    text = ".".join(parts)
    return f"{text}.{encoded(hmac.new(key.encode(), text.encode(), digest).digest())}"


def nested(levels: int) -> bytes:
    """A header or claims that hold but for their depth."""
    inner = b"[" * (levels - 1) + b"]" * (levels - 1)
    return b'{"alg":"HS256","exp":9999999999,"x":' + inner + b"}"


def bearer(token: str) -> dict[str, str]:
    """The header that carries it."""
    return {"Authorization": f"Bearer {token}"}


TOKEN = signed()
NO_TIMES: list[Any] = [
    str(NOW), f" {NOW + 60} ", "1e10", "", True, False, [], {}, [NOW], -1, -NOW, -0.5,
    10**30, 10**400, 1e30, 253_402_300_800, float("nan"), float("inf"), float("-inf"),
]  # fmt: skip
START, CLAIMS, SIGNATURE = TOKEN.split(".")
REFUSED = {
    "alg none": signed(header={"alg": "none"}),
    "alg none without signature": signed(header={"alg": "none"}).rpartition(".")[0] + ".",
    "alg None": signed(header={"alg": "None"}),
    "alg missing": signed(header={"typ": "JWT"}),
    "alg null": signed(header={"alg": None}),
    "alg a list": signed(header={"alg": ["HS256"]}),
    "alg HS512": signed(header={"alg": "HS512"}, digest="sha512"),
    "alg HS384": signed(header={"alg": "HS384"}, digest="sha384"),
    "alg RS256": signed(header={"alg": "RS256"}),
    "alg hs256": signed(header={"alg": "hs256"}),
    "alg HS256 with a public key": signed(key=PUBLIC_KEY),
    "alg RS256 with a public key": signed(header={"alg": "RS256"}, key=PUBLIC_KEY),
    "wrong key": signed(key="another secret, which is just as long as it"),
    "empty key": signed(key=""),
    "key in jwk": signed(header={"alg": "HS256", "jwk": {"kty": "oct", "k": "eA"}}, key="x"),
    "key at jku": signed(header={"alg": "HS256", "jku": "http://127.0.0.1:9/"}, key="x"),
    "key at x5u": signed(header={"alg": "HS256", "x5u": "http://127.0.0.1:9/"}, key="x"),
    "key id as a path": signed(header={"alg": "HS256", "kid": "../../../dev/null"}, key=""),
    "key id as SQL": signed(header={"alg": "HS256", "kid": "' UNION SELECT 'x"}, key="x"),
    "key id no text": signed(header={"alg": "HS256", "kid": 7}, key="x"),
    "critical extension": signed(header={"alg": "HS256", "crit": ["unknown"], "unknown": 1}),
    "no exp": signed({"sub": "7"}),
    "exp null": signed({"exp": None}),
    "exp past": signed({"exp": NOW - 1}),
    "exp long past": signed({"exp": 0}),
    "exp negative": signed({"exp": -1}),
    "exp text": signed({"exp": "tomorrow"}),
    "exp a list": signed({"exp": [NOW + 60]}),
    "exp an object": signed({"exp": {}}),
    "exp infinite": signed(b'{"exp":Infinity}'),
    "exp huge": signed(b'{"exp":1e400}'),
    **{
        f"{name} {value!r}": signed({**GOOD, name: value})
        for name in ("exp", "nbf", "iat")
        for value in NO_TIMES
    },
    "nbf null": signed({**GOOD, "nbf": None}),
    "iat null": signed({**GOOD, "iat": None}),
    "exp in milliseconds": signed({**GOOD, "exp": NOW * 1000}),
    "exp a large text of digits": signed({**GOOD, "exp": "9" * 5000}),
    "aud without one expected": signed({**GOOD, "aud": "shop"}),
    "aud a list": signed({**GOOD, "aud": ["shop"]}),
    "aud an object": signed({**GOOD, "aud": {"shop": 1}}),
    "sub a number": signed({**GOOD, "sub": 7}),
    "jti a number": signed({**GOOD, "jti": 7}),
    "critical extension b64": signed(header={"alg": "HS256", "crit": ["b64"], "b64": False}),
    "nbf in the future": signed({**GOOD, "nbf": NOW + 86_400}),
    "nbf text": signed({**GOOD, "nbf": "x"}),
    "iat in the future": signed({**GOOD, "iat": NOW + 86_400}),
    "claims a list": signed([1]),
    "claims a text": signed("x"),
    "claims null": signed(b"null"),
    "claims no JSON": signed(b"{"),
    "claims not UTF-8": signed(b"\xff"),
    "header a list": signed(header=[1]),
    "header no JSON": signed(header=b"{"),
    **{
        f"{part} {levels} deep": token
        for levels in (201, 300, 1000, 3000)
        for deep in [nested(levels)]
        for part, token in (("header", signed(header=deep)), ("claims", signed(deep)))
    },
    "signature missing": f"{START}.{CLAIMS}.",
    "signature cut": TOKEN[:-4],
    "signature of another": f"{START}.{CLAIMS}.{signed({**GOOD, 'sub': '8'}).split('.')[2]}",
    "claims of another": f"{START}.{signed({**GOOD, 'sub': '1'}).split('.')[1]}.{SIGNATURE}",
    "two parts": f"{START}.{CLAIMS}",
    "four parts": f"{TOKEN}.x",
    "five parts": f"{TOKEN}.x.y",
    "a dot more": f"{TOKEN}.",
    "a dot before": f".{TOKEN}",
    "dots alone": "..",
    "padding": f"{TOKEN}==",
    "7 KB": "x" * 7000,
    "7 KB of dots": "." * 7000,
    "7 KB of claims": signed({"sub": "x" * 5000, "exp": NOW + 60}, key="x"),
    "not base64": "?.?.?",
}


def assert_401(answer: Answer, challenge: str) -> None:
    """It is JSON, with the header that names the scheme."""
    assert answer.status == 401, answer
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["WWW-Authenticate"] == challenge
    assert set(answer.json) == {"message"}


@pytest.mark.parametrize("path", ["/probe/token", "/probe/admin", "/probe/both"])
def test_a_token_that_does_not_hold_is_401(gunicorn_server: Server, path: str) -> None:
    for name, token in REFUSED.items():
        answer = gunicorn_server.get(path, bearer(token))
        assert answer.status == 401, (name, answer)
        assert_401(answer, 'Bearer error="invalid_token"')


@pytest.mark.parametrize(
    "value",
    [
        None, "", "x", "Bearer", "Bearer ", "Bearer  ", f"Basic {TOKEN}", f"Token {TOKEN}",
        f"Bearer  {TOKEN}", f"Bearer\t{TOKEN}", f"Bearer {TOKEN} x", TOKEN, f"Bearer:{TOKEN}",
        f"Bearer={TOKEN}", f"BearerX {TOKEN}", f"{TOKEN} Bearer",
    ],
)  # fmt: skip
def test_a_header_that_is_not_a_bearer_token_is_401(server: Server, value: str | None) -> None:
    headers = {} if value is None else {"Authorization": value}
    assert_401(server.get("/probe/token", headers), "Bearer")


def test_two_headers_are_401(server: Server) -> None:
    line = f"Authorization: Bearer {TOKEN}\r\n"
    head = f"GET /probe/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{line}{line}\r\n"
    assert server.raw(head.encode()).status == 401


def test_a_token_elsewhere_does_not_count(server: Server) -> None:
    headers = {"Cookie": f"Authorization=Bearer {TOKEN}", "X-Authorization": f"Bearer {TOKEN}"}
    assert server.get(f"/probe/token?Authorization=Bearer%20{TOKEN}", headers).status == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_token_that_holds_gets_through_with_its_claims(server: Server, scheme: str) -> None:
    answer = server.get("/probe/token", {"Authorization": f"{scheme} {TOKEN}"})
    assert (answer.status, answer.json) == (200, GOOD)


def test_a_token_that_is_just_as_deep_as_it_may_be_gets_through(gunicorn_server: Server) -> None:
    answer = gunicorn_server.get("/probe/token", bearer(signed(nested(200), nested(200))))
    assert (answer.status, answer.json["exp"]) == (200, 9999999999)


EXPECTED = {
    "JWT_ISSUER": "https://id.example.com", "JWT_AUDIENCE": "shop, stock", "JWT_TYPE": "at+jwt",
    "JWT_LEEWAY": "20", "JWT_LONGEST_LIFETIME": "3600",
    "JWT_EARLIER_SECRETS": "the secret of last year is still valid,as is that of the year before",
}  # fmt: skip
TYPE = {"alg": "HS256", "typ": "at+jwt"}


@pytest.fixture(scope="module")
def strict_server(serve_probed: ServeProbed) -> Iterator[Server]:
    """A server that has been told what its tokens have to say."""
    with serve_probed(Server.flask, {"JWT_SECRET": SECRET, **EXPECTED}) as server:
        yield server


def without_none(claims: dict[str, Any]) -> dict[str, Any]:
    """The claims that a token is to have."""
    return {name: value for name, value in claims.items() if value is not None}


def test_what_a_token_has_to_say_it_has_to_say(strict_server: Server) -> None:
    old, older = EXPECTED["JWT_EARLIER_SECRETS"].split(",")
    now = int(time.time())
    issuer = "https://id.example.com"
    good = {"iss": issuer, "aud": "shop", "iat": now - 1000, "exp": now + 2000}
    right = {
        "plain": signed(good, TYPE),
        "of both": signed({**good, "aud": ["shop", "stock"]}, TYPE),
        "of the other and one more": signed({**good, "aud": ["x", "stock"]}, TYPE),
        "a media type": signed(good, {**TYPE, "typ": "application/AT+JWT"}),
        "just expired": signed({**good, "exp": now - 1}, TYPE),
        "by a clock that is fast": signed({**good, "nbf": now + 15, "iat": now + 15}, TYPE),
        "by the old secret": signed(good, TYPE, old),
        "by the older secret": signed(good, TYPE, older),
    }
    for name, token in right.items():
        assert strict_server.get("/probe/token", bearer(token)).status == 200, name
    claims: dict[str, dict[str, Any]] = {
        "no issuer": {"iss": None}, "issuers": {"iss": [issuer]}, "issuer": {"iss": "x"},
        "issuer with a slash": {"iss": issuer + "/"}, "no audience": {"aud": None},
        "no audiences": {"aud": []}, "audience": {"aud": "shop, stock"}, "part": {"aud": "sho"},
        "an audience that is none": {"aud": [1, "shop"]}, "no iat": {"iat": None},
        "too long": {"exp": now + 2601}, "expired": {"exp": now - 60}, "early": {"nbf": now + 90},
    }  # fmt: skip
    wrong = {
        **{
            name: signed(without_none({**good, **changed}), TYPE)
            for name, changed in claims.items()
        },
        **{
            f"type {kind!r}": signed(good, {"alg": "HS256", "typ": kind})
            for kind in ("JWT", "", None, 7, ["at+jwt"], "at+jwt ", "x/at+jwt")
        },
        "no type": signed(good, {"alg": "HS256"}),
        "all secrets as one": signed(good, TYPE, EXPECTED["JWT_EARLIER_SECRETS"]),
        "another secret": signed(good, TYPE, "a secret that nobody has ever set anywhere"),
        "no secret": signed(good, TYPE, ""),
    }
    for name, token in wrong.items():
        answer = strict_server.get("/probe/token", bearer(token))
        assert answer.status == 401, (name, answer)
        assert_401(answer, 'Bearer error="invalid_token"')


@pytest.mark.parametrize(
    "claims",
    [
        {"role": "admin"}, {"roles": "admin"}, {"roles": ["admin"]}, {"roles": ["user", "admin"]},
        {"role": ["admin"]}, {"role": "admin", "roles": ["user"]}, {"roles": [1, None, "admin"]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/probe/admin", "/probe/both"])
def test_the_role_gets_through(gunicorn_server: Server, path: str, claims: dict[str, Any]) -> None:
    answer = gunicorn_server.get(path, bearer(signed({**GOOD, **claims})))
    assert (answer.status, answer.json) == (200, {**GOOD, **claims})


@pytest.mark.parametrize(
    "claims",
    [
        {}, {"role": "user"}, {"role": ""}, {"role": None}, {"role": 7}, {"role": True},
        {"role": {"admin": True}}, {"roles": {"admin": 1}}, {"roles": []}, {"roles": [["admin"]]},
        {"roles": [{"admin": 1}]}, {"roles": "admin user"}, {"roles": "administrator"},
        {"roles": "Admin"}, {"roles": ["admin "]}, {"roles": "a"}, {"scope": "admin"},
        {"sub": "admin"}, {"admin": True},
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/probe/admin", "/probe/both"])
def test_without_the_role_it_is_403(
    gunicorn_server: Server, path: str, claims: dict[str, Any]
) -> None:
    answer = gunicorn_server.get(path, bearer(signed({**GOOD, **claims})))
    assert answer.status == 403, answer
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
    assert answer.json == {"message": "This needs the role 'admin'."}
