"""Tokens of an OpenID Connect issuer, as the workers of the image's server see them."""

import json
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

import pytest

from attacks.test_tokens import assert_401, bearer, signed
from support.postgres import free_port
from support.server import SayingProcess, Server, add_probe
from support.serving import SECRET

SERVE = """
import json, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        content = json.dumps(answers.get(self.path, asked)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass

def token(key, **claims):
    claims = {"iss": url, "aud": "shop", "sub": "7", "exp": int(time.time()) + 3600, **claims}
    return jwt.encode(claims, key, "RS256", {"kid": "first"})

asked = []
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
url = f"http://127.0.0.1:{server.server_port}"
key, other = (generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
public = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
answers = {
    "/.well-known/openid-configuration": {"issuer": url, "jwks_uri": f"{url}/keys"},
    "/keys": {"keys": [{**public, "kid": "first", "use": "sig"}]},
}
pem = key.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
print(json.dumps({
    "url": url, "good": token(key, roles=["admin"]), "plain": token(key), "pem": pem.decode(),
    "key": json.dumps(public),
    "wrong": [
        token(other), token(key, iss="http://127.0.0.1"), token(key, aud="stock"),
        token(key, exp=str(int(time.time()) + 60)), token(key, exp=1), token(key, exp=10**30),
    ],
}), flush=True)
server.serve_forever()
"""
SETTINGS = {"JWT_SECRET": SECRET, "JWT_AUDIENCE": "shop"}
PAUSE = 30
"""Seconds in which a worker asks an issuer no more than once."""
Serve = Callable[..., Server]


@pytest.fixture
def issuer(project_python: Path) -> Iterator[SayingProcess]:
    """A process that is an issuer, and says what it has signed."""
    issuer = SayingProcess(project_python, "-c", SERVE)
    yield issuer
    issuer.stop()


@pytest.fixture
def serve(pristine: Path, project_python: Path, tmp_path: Path) -> Iterator[Serve]:
    """Serve a project that trusts an issuer, as the image does."""
    servers = []

    def start(url: str) -> Server:
        project = add_probe(Path(shutil.copytree(pristine, tmp_path / "my-api")))
        env = {**SETTINGS, "OIDC_ISSUER": url}
        servers.append(Server.gunicorn(project, project_python, env))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


def statuses(server: Server, token: str, path: str = "/probe/token", times: int = 40) -> set[int]:
    """What many requests at once are answered with, of which every worker gets some."""
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(server.get, path, bearer(token)) for _ in range(times)]
    return {answer.result().status for answer in asked}


@pytest.mark.slow
def test_every_worker_takes_the_tokens_of_the_issuer_and_reads_its_keys_once(
    serve: Serve, issuer: SayingProcess
) -> None:
    began = time.monotonic()
    server, says = serve(issuer.says["url"]), issuer.says
    assert statuses(server, says["good"]) == {200}
    assert statuses(server, says["good"], "/probe/admin") == {200}
    assert statuses(server, says["plain"], "/probe/admin") == {403}
    for token in says["wrong"]:
        assert_401(server.get("/probe/token", bearer(token)), 'Bearer error="invalid_token"')
    claims = {"iss": says["url"], "aud": "shop", "sub": "7", "exp": int(time.time()) + 60}
    for text in (says["pem"], says["pem"].strip(), says["key"], ""):
        for algorithm in ("HS256", "RS256", "none"):
            token = signed(claims, {"alg": algorithm, "kid": "first"}, text)
            assert server.get("/probe/token", bearer(token)).status == 401
    _, body, signature = says["good"].split(".")
    made_up = signed(claims, {"alg": "RS256", "kid": "made up"}).split(".")[0]
    assert statuses(server, f"{made_up}.{body}.{signature}", times=200) == {401}
    with urlopen(f"{says['url']}/asked") as answer:
        asked = len(json.load(answer)) - 1
    # Each worker where the keys are, and for the keys; again for a made-up one after half a minute.
    assert asked <= 4 * 2 * (1 + (time.monotonic() - began) // PAUSE)
    issuer.stop()
    assert statuses(server, says["good"]) == {200}


@pytest.mark.slow
@pytest.mark.parametrize("cause", ["down", "silent"])
def test_an_issuer_that_cannot_be_asked_lets_nobody_in_and_holds_nobody_up(
    serve: Serve, issuer: SayingProcess, cause: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = free_port() if cause == "down" else silent.getsockname()[1]
        server = serve(f"http://127.0.0.1:{port}")
        token = issuer.says["good"]
        started = time.monotonic()
        answer = server.get("/probe/token", bearer(token))
        assert (answer.status, list(answer.json)) == (503, ["message", "request_id"])
        assert answer.headers["Retry-After"] == "30"
        assert statuses(server, token) == {503}
        assert time.monotonic() - started < 15
        own = signed({"aud": "shop", "exp": int(time.time()) + 60})
        started = time.monotonic()
        assert statuses(server, own) == {200}
        assert statuses(server, token, "/") == {200}
        assert time.monotonic() - started < 3
