"""What a real server sends to Sentry and to OpenTelemetry: what is needed, and no secret."""

import gzip
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from support.generated import TEMPLATE, environment
from support.server import Server

PASSWORD = "the-password-of-the-database"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"
PLANTED = (PASSWORD, TOKEN, "Ada", "planted-header")


class Receiver(ThreadingHTTPServer):
    """Keeps what is sent to it, by path."""

    def __init__(self) -> None:
        """Listen at a port that is free."""
        super().__init__(("127.0.0.1", 0), Keeper)
        self.received: list[tuple[str, bytes]] = []
        Thread(target=self.serve_forever, daemon=True).start()

    def sent_to(self, path: str) -> bytes:
        """All bodies that came for a path."""
        return b"\n".join(body for sent, body in self.received if sent == path)


class Keeper(BaseHTTPRequestHandler):
    """Answers each POST with 200."""

    server: Receiver

    def do_POST(self) -> None:
        """Keep the body as it was before it was compressed."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        self.server.received.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A collector of traces and a Sentry in one."""
    server = Receiver()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def observing_python() -> Path:
    """The Python of an environment with the optional packages as well."""
    files = [TEMPLATE / "requirements.txt", TEMPLATE / "requirements-observability.txt"]
    return environment("observing", files)


@pytest.mark.slow
def test_errors_and_traces_are_sent_without_secrets(
    probed: Path, observing_python: Path, receiver: Receiver
) -> None:
    address = f"127.0.0.1:{receiver.server_port}"
    settings = {
        "SENTRY_DSN": f"http://key@{address}/1",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://{address}",
        "OTEL_SERVICE_NAME": "the-service",
        "POSTGRES_PASSWORD": PASSWORD,
        "DRAIN_SECONDS": "0",
    }
    probe = probed / "api/routes/probe_route.py"
    probe.write_text(probe.read_text().replace("a secret of the inside", f"inside {PASSWORD}"))
    server = Server.gunicorn(probed, observing_python, settings)
    try:
        secret = {"Authorization": f"Bearer {TOKEN}", "User-Agent": "planted-header"}
        secret |= {"X-Request-ID": "request-one", "Content-Type": "application/json"}
        assert server.get("/health/ready", secret).status == 200
        failed = server.request(
            "GET", f"/probe/crash?name=Ada&token={TOKEN}", b'{"name": "Ada"}', secret
        )
        assert failed.status == 500
        server.get(f"/missing/{PASSWORD}/{TOKEN}", secret)
        time.sleep(0.5)
        assert server.terminate() == 0  # at once: the last spans are sent as a worker ends
    finally:
        server.kill()

    spans = receiver.sent_to("/v1/traces")
    for told in (b"/probe/crash", b"the-service", b"SELECT"):
        assert told in spans, server.log
    events = receiver.sent_to("/api/1/envelope/")
    for told in (b"RuntimeError", b"request-one", b"inside ***"):
        assert told in events, server.log
    for planted in PLANTED:
        assert planted.encode() not in spans + events
