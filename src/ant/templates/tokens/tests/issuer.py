"""An OpenID Connect issuer for the tests: its keys, and a server that publishes them."""

import hmac
import json
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as ec_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as rsa_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import get_default_algorithms
from jwt.utils import base64url_encode

from helper.issuer_keys import DISCOVERY

ALGORITHMS = ["RS256", "ES256", "EdDSA"]
NUMBERS = count()  # keys are known by the URL of their issuer, and ports are used again


@cache
def private_key(algorithm: str, name: str = "first") -> Any:
    """A key of this kind; the same one for the same name."""
    if algorithm == "RS256":
        return rsa_key(public_exponent=65537, key_size=1024 if name == "short" else 2048)
    return ec_key(SECP256R1()) if algorithm == "ES256" else Ed25519PrivateKey.generate()


def signed_with_text(text: str, issuer: str) -> str:
    """A token whose secret is any text, also one that PyJWT would not sign with."""
    claims = {"sub": "x", "iss": issuer, "aud": "shop", "exp": int(time.time()) + 60}
    parts = ({"alg": "HS256", "typ": "JWT", "kid": "RS256"}, claims)
    content = b".".join(base64url_encode(json.dumps(part).encode()) for part in parts)
    signature = hmac.digest(text.encode(), content, "sha256")
    return f"{content.decode()}.{base64url_encode(signature).decode()}"


def pem(key: Any) -> str:
    """The public half of a key, as files have it."""
    public = key.public_key()
    return str(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def jwk(algorithm: str, name: str = "first", **changes: object) -> dict[str, object]:
    """The public half of a key, as issuers have it; its name is its id."""
    public = private_key(algorithm, name).public_key()
    found: Any = get_default_algorithms()[algorithm]
    return {**found.to_jwk(public, as_dict=True), "kid": name, "use": "sig", **changes}


def private_jwk(algorithm: str, **changes: object) -> dict[str, object]:
    """A key with its private half, which nobody should publish."""
    found: Any = get_default_algorithms()[algorithm]
    private = found.to_jwk(private_key(algorithm, algorithm), as_dict=True)
    return {**private, "kid": algorithm, **changes}


class Issuer:
    """An OpenID Connect issuer: what it answers, and how often it was asked."""

    def __init__(self) -> None:
        """Serve one key of each kind, on a port of its own."""
        self.asked: list[str] = []
        self.answers: dict[str, Any] = {}
        self.status, self.delay = 200, 0.0
        issuer, prefix = self, f"/{next(NUMBERS)}"

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = self.path.removeprefix(prefix)
                issuer.asked.append(path)
                time.sleep(issuer.delay)
                answer = issuer.answers[path]
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(issuer.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_arguments: object, **_named: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}{prefix}"
        self.tell({"issuer": self.url, "jwks_uri": f"{self.url}/keys"})
        self.have(*(jwk(algorithm, name=algorithm) for algorithm in ALGORITHMS))
        self.answers["/elsewhere"] = self.answers["/keys"]
        Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def tell(self, document: object) -> None:
        """Say this of itself."""
        self.answers[DISCOVERY] = document

    def have(self, *keys: object) -> None:
        """Publish these keys and no others."""
        self.answers["/keys"] = {"keys": keys}

    def close(self) -> None:
        """Be gone: connections are refused."""
        self.server.shutdown()
        self.server.server_close()
