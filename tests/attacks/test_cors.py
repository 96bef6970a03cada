"""CORS: the listed origins exactly, and none by default."""

from pathlib import Path

import pytest

from support.server import Server
from support.serving import ORIGINS

ALLOW = "Access-Control-Allow-Origin"
TRICKS = [
    "null", "*", "", "https://evil.com", "http://app.example.com", "https://app.example.com.evil.com",
    "https://evil-app.example.com", "https://app.example.com:443", "https://app.example.com:8443",
    "https://app.example.com/", "https://app.example.com@evil.com", "https://app.example.comevil",
    "https://appxexample.com", "https://example.com", "https://sub.app.example.com",
    "https://evil.com#https://app.example.com", "https://evil.com/https://app.example.com",
    "https://app.example.com https://evil.com", "https://evil.com,https://app.example.com",
    "app.example.com", "//app.example.com", "http://localhost", "http://localhost:30000",
    "http://localhost:3000.evil.com", "http://127.0.0.1:3000", "https://localhost:3000",
    "https://app.example.com%00", "https://app.example.com%0d%0a",
    "file://", "https://\u0430pp.example.com".encode().decode("latin-1"),
]  # fmt: skip


def preflight(server: Server, origin: str, method: str = "POST") -> dict[str, str]:
    """Ask as a browser does before a request; return the headers of the answer."""
    headers = {
        "Origin": origin, "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization, content-type",
    }  # fmt: skip
    return dict(server.request("OPTIONS", "/probe/rows", headers=headers).headers)


@pytest.mark.parametrize("origin", ORIGINS.split(","))
def test_a_listed_origin_may_call(gunicorn_server: Server, origin: str) -> None:
    for path in ("/", "/missing", "/probe/crash"):  # a page can read errors, too
        answer = gunicorn_server.get(path, {"Origin": origin})
        assert answer.headers.get_all(ALLOW) == [origin]
        assert answer.headers.get_all("Vary") == ["Origin"]
        exposed = {*answer.headers["Access-Control-Expose-Headers"].split(", ")}
        assert exposed >= {"ETag", "Idempotency-Replayed", "Location", "Retry-After"}
        assert "Access-Control-Allow-Credentials" not in answer.headers
    headers = preflight(gunicorn_server, origin)
    assert headers[ALLOW] == origin
    assert "POST" in headers["Access-Control-Allow-Methods"]
    assert headers["Access-Control-Allow-Headers"] == "authorization, content-type"


@pytest.mark.parametrize("origin", TRICKS)
def test_another_origin_may_not(gunicorn_server: Server, origin: str) -> None:
    assert ALLOW not in gunicorn_server.get("/", {"Origin": origin}).headers
    assert ALLOW not in preflight(gunicorn_server, origin)


def test_no_origin_gets_no_header_but_caches_know(gunicorn_server: Server) -> None:
    for headers in ({}, {"Origin": "https://evil.com"}):
        answer = gunicorn_server.get("/", headers)
        assert ALLOW not in answer.headers
        assert answer.headers.get_all("Vary") == ["Origin"]


def test_an_unlisted_method_is_not_offered(gunicorn_server: Server) -> None:
    headers = preflight(gunicorn_server, "https://app.example.com", "TRACE")
    assert "Access-Control-Allow-Methods" not in headers


def test_by_default_no_origin_may_call(project: Path, project_python: Path) -> None:
    server = Server.flask(project, project_python)
    try:
        for origin in ("https://evil.com", "null", "http://localhost:3000"):
            assert ALLOW not in server.get("/", {"Origin": origin}).headers
            assert ALLOW not in preflight(server, origin)
    finally:
        server.kill()
