"""What an operator sees of a real server: its log as JSON, without secrets, and its metrics."""

import json
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.postgres import free_port
from support.server import Client, Server

PASSWORD = "the-password-of-the-database"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl"


@pytest.fixture(scope="module")
def metrics() -> Client:
    """Asks for the metrics."""
    return Client(free_port())


@pytest.fixture
def watched(
    probed: Path, project_python: Path, metrics: Client, tmp_path: Path
) -> Iterator[Server]:
    """A server that shows all that it can show."""
    settings = {"LOG_FORMAT": "json", "METRICS_PORT": str(metrics.port)}
    settings |= {"POSTGRES_PASSWORD": PASSWORD, "TMPDIR": str(tmp_path)}
    server = Server.gunicorn(probed, project_python, settings)
    yield server
    server.kill()  # a worker that is still being born would lose a SIGTERM


def total(metrics: Client, labels: str) -> int:
    """How many requests all workers together have counted."""
    text = metrics.get("/metrics").body.decode()
    found = re.search(rf"^http_requests_total{{{re.escape(labels)}}} (\S+)$", text, re.MULTILINE)
    return int(float(found[1])) if found else 0


@pytest.mark.slow
def test_the_log_is_json_without_secrets_and_metrics_are_those_of_all_workers(
    watched: Server, metrics: Client
) -> None:
    answered = 'method="GET",route="/",status="200"'
    before = total(metrics, answered)
    secret = {"Authorization": f"Bearer {TOKEN}"}
    for number in range(40):
        watched.get(f"/probe/missing-{number}?token={TOKEN}", secret)
        watched.get("/?name=Ada", secret)
    failed = watched.get("/probe/crash", {**secret, "X-Request-ID": "one"})
    watched.get(f"/probe/{PASSWORD}%0a%1b[31m/{TOKEN}", {**secret, "X-Request-ID": "a\x7f\x9b"})
    watched.raw(f"GET /\x01{TOKEN} HTTP/1.1\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode())
    assert failed.headers["X-Request-ID"] == failed.json["request_id"] == "one"

    assert total(metrics, answered) == before + 40
    assert "missing-" not in metrics.get("/metrics").body.decode()
    assert watched.get("/metrics").status == 404

    children = Path(f"/proc/{watched.process.pid}/task/{watched.process.pid}/children")
    os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
    time.sleep(1)
    assert watched.get("/").status == 200
    assert total(metrics, answered) == before + 41  # the dead one's, too

    entries = [json.loads(line) for line in watched.log.splitlines()]
    assert not re.search(f"{PASSWORD}|{TOKEN}|Ada", watched.log)
    of_crash = [entry for entry in entries if entry.get("request_id") == "one"]
    assert [entry["level"] for entry in of_crash] == ["ERROR", "INFO"]
    assert "RuntimeError" in of_crash[0]["traceback"]
    assert of_crash[1]["status"] == 500
    assert "gunicorn.error" in {entry["logger"] for entry in entries}
    assert len([entry for entry in entries if entry.get("status") == 404]) >= 41
