"""Tokens that a worker has verified before get nobody in who would not get in the first time."""

import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from attacks.test_tokens import GOOD, assert_401, bearer, signed
from support.server import Server, plain_environment
from support.serving import ServeProbed
from support.warm_python import run_warm

ASKED = 60
"""Requests at once, of which every worker gets some."""
REFUSED = 'Bearer error="invalid_token"'


def statuses(server: Server, token: str, path: str = "/probe/token") -> set[int]:
    """What many requests with one token are answered with, after which every worker knows it."""
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(server.get, path, bearer(token)) for _ in range(ASKED)]
    return {answer.result().status for answer in asked}


def test_a_token_that_expires_while_it_is_known_is_401(gunicorn_server: Server) -> None:
    expires = int(time.time()) + 3
    token = signed({"sub": "7", "exp": expires})
    assert statuses(gunicorn_server, token) == {200}
    assert time.time() < expires, "The machine is too slow for this test."
    time.sleep(max(0.0, expires - time.time()))
    assert statuses(gunicorn_server, token) == {401}
    answer = gunicorn_server.get("/probe/token", bearer(token))
    assert_401(answer, REFUSED)
    assert answer.json == {"message": "The token has expired."}


def test_what_is_like_a_known_token_is_401(gunicorn_server: Server) -> None:
    token = signed({**GOOD, "sub": "known"})
    assert statuses(gunicorn_server, token) == {200}
    start, claims, signature = token.split(".")
    others = [
        f"{start}.{claims}.", f"{start}.{claims}", f"{token}.", f"{token}==",
        f"{start}.{claims}.{signature[:-2]}", f"{start}.{claims}.{signature.swapcase()}",
        f"{start}.{signed({**GOOD, 'sub': 'other'}).split('.')[1]}.{signature}",
        f"{signed(header={'alg': 'none'}).split('.')[0]}.{claims}.{signature}",
        signed({**GOOD, "sub": "known"}, key="another secret, which is just as long as it"),
        *(f"{start}.{claims}.{signature[:at]}{chr(ord(signature[at]) ^ 1)}{signature[at + 1:]}"
          for at in range(len(signature) - 1)),
    ]  # fmt: skip
    for other in others:
        answers = {gunicorn_server.get("/probe/token", bearer(other)).status for _ in range(4)}
        assert answers == {401}, other
    assert statuses(gunicorn_server, token) == {200}


def test_a_known_token_has_no_more_rights_than_its_claims(gunicorn_server: Server) -> None:
    user, admin = signed({**GOOD, "sub": "a user"}), signed({**GOOD, "role": "admin"})
    for _ in range(2):
        assert statuses(gunicorn_server, admin, "/probe/admin") == {200}
        assert statuses(gunicorn_server, user, "/probe/admin") == {403}
        assert gunicorn_server.get("/probe/token", bearer(user)).json == {**GOOD, "sub": "a user"}


LAST_YEAR = "the secret of last year; it is long enough"


@pytest.mark.parametrize("earlier", [LAST_YEAR, ""])
def test_a_secret_that_is_replaced_counts_as_long_as_it_is_named(
    serve_probed: ServeProbed, earlier: str
) -> None:
    settings: Mapping[str, str] = {
        "JWT_SECRET": "the secret of this year, which is as long",
        "JWT_EARLIER_SECRETS": earlier,
    }
    with serve_probed(Server.flask, settings) as server:
        for _ in range(3):
            answer = server.get("/probe/token", bearer(signed(key=LAST_YEAR)))
            assert answer.status == (200 if earlier else 401)


FLOOD = """
import base64, hmac, json, resource, sys, time
from helper import verified_tokens as known

SECRET = "a secret for the tests, which is long enough"
settings = {
    "JWT_SECRET": SECRET, "JWT_EARLIER_SECRETS": [], "JWT_PUBLIC_KEYS": [], "JWT_ISSUER": "",
    "JWT_AUDIENCE": [], "JWT_TYPE": "", "JWT_LEEWAY": 0, "JWT_LONGEST_LIFETIME": 0,
    "OIDC_ISSUER": "", "COGNITO_TOKENS": False,
}

def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")

header, expires, peaks = encoded(b'{"alg":"HS256"}'), int(time.time()) + 3600, []
most = int(sys.argv[1])
for number in range(most):
    claims = json.dumps({"sub": str(number), "exp": expires}).encode()
    content = header + b"." + encoded(claims)
    token = content + b"." + encoded(hmac.digest(SECRET.encode(), content, "sha256"))
    assert known.claims_of(token.decode(), settings)["sub"] == str(number)
    if number in (9_999, most - 1):
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(json.dumps([len(known.verified_tokens), *peaks]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [20_000, pytest.param(100_000, marks=pytest.mark.exhaustive)])
def test_any_number_of_tokens_do_not_fill_the_memory(
    pristine: Path, project_python: Path, number: int
) -> None:
    environment = plain_environment({"FLASK_ENV": "development"})
    command = [project_python, "-c", FLOOD, str(number)]
    done = run_warm(command, pristine / "api", environment, seconds=300)
    assert done.returncode == 0, done.stderr
    known, early, late = json.loads(done.stdout)
    assert known == 4096  # MOST
    assert late - early < 2048, "kilobytes"
