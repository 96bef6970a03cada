"""Every error is JSON that tells nothing of the inside, and none spoils the next request."""

import json
from pathlib import Path

import pytest

from support.server import Answer, Server

JSON = {"Content-Type": "application/json"}


def assert_error(answer: Answer, status: int) -> None:
    """It is JSON with a message, and neither HTML nor a trace."""
    assert answer.status == status, answer
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json["message"]
    for trace in (b"<", b"Traceback", b'File "', b"secret", b"SELECT", b"sqlite", b"psycopg"):
        assert trace not in answer.body


@pytest.mark.parametrize(
    "method, path, status",
    [
        ("GET", "/missing", 404),
        ("GET", "/%00", 404),
        ("GET", "/probe/rows/" + "x" * 2000, 404),
        ("POST", "/", 405),
        ("DELETE", "/probe/rows", 405),
        ("TRACE", "/", 405),
        ("BREW", "/", 405),
        ("GET", "/probe/conflict", 409),
        ("GET", "/probe/crash", 500),
        ("GET", "/probe/poison", 500),
        ("GET", "/probe/refuse/plain", 500),
    ],
)
def test_an_error_is_json(server: Server, method: str, path: str, status: int) -> None:
    assert_error(server.request(method, path), status)


def test_405_says_what_is_allowed(server: Server) -> None:
    allowed = server.request("DELETE", "/probe/rows").headers["Allow"]
    assert set(allowed.split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def nested(levels: int, encoding: str = "utf-8") -> bytes:
    """Lists inside each other."""
    return ("[" * levels + "]" * levels).encode(encoding)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"{'a': 1}", b"\xff\xfe", b'{"a": 1} x', b"1e", b"[" * 9000, b"9" * 5000,
     *map(nested, [201, 500, 1000, 5000]), nested(1000, "utf-16")],
)  # fmt: skip
def test_malformed_json_is_400(server: Server, body: bytes) -> None:
    assert_error(server.request("POST", "/probe/json", body, JSON), 400)


def test_json_that_is_just_as_deep_as_it_may_be_is_read(server: Server) -> None:
    wide = b"[" + b",".join([b'{"a": ["[[["]}'] * 300) + b"]"
    for body in (nested(200), wide):
        answer = server.request("POST", "/probe/json", body, JSON)
        assert (answer.status, answer.json) == (200, json.loads(body))


@pytest.mark.parametrize("kind", [None, "text/plain", "application/xml", "application/jsonx", "x"])
def test_another_content_type_is_415(server: Server, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    assert_error(server.request("POST", "/probe/json", b"{}", headers), 415)


def test_an_unexpected_error_is_for_the_log_alone(server: Server) -> None:
    answer = server.get("/probe/crash")
    request_id = answer.headers["X-Request-ID"]
    assert answer.json == {"message": "Internal server error.", "request_id": request_id}
    assert "error_handlers::answer_unexpected<GET /probe/crash>" in server.log
    assert "RuntimeError: a secret of the inside" in server.log
    assert not [line for line in server.log.splitlines() if line.endswith("forged")]
    assert "\x1b[31m" not in server.log.partition("a secret of the inside")[2][:200]


def test_an_api_exception_keeps_payload_and_headers(server: Server) -> None:
    answer = server.get("/probe/refuse")
    assert (answer.status, answer.json) == (429, {"message": "Not now.", "wait": 7})
    assert answer.headers["Retry-After"] == "7"


def test_an_answer_that_code_made_itself_is_kept(server: Server) -> None:
    assert server.get("/probe/own").json == {"mine": True}


@pytest.mark.parametrize(
    "path, status, place",
    [
        ("/probe/moved", 303, "/probe/rows"),
        ("/probe/aborted", 302, "/probe/rows"),
        ("/probe/folder", 308, "/probe/folder/"),
    ],
)
def test_redirects_are_untouched(server: Server, path: str, status: int, place: str) -> None:
    answer = server.get(path)
    assert answer.status == status
    assert answer.headers["Location"].endswith(place)
    kind = "application/json" if status == 308 else "text/html"  # whose page names the host
    assert answer.headers["Content-Type"].startswith(kind)


def test_head_and_options(server: Server) -> None:
    head = server.request("HEAD", "/")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(server.get("/").body))
    missing = server.request("HEAD", "/missing")
    assert (missing.status, missing.body) == (404, b"")
    options = server.request("OPTIONS", "/")
    assert (options.status, options.body) == (200, b"")
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_rows_go_in_and_come_out(server: Server) -> None:
    body = json.dumps({"model": "Zürich 東京 '; --"}).encode()
    added = server.request("POST", "/probe/rows", body, JSON)
    assert added.status == 201
    assert "Zürich 東京 '; --" in server.get("/probe/rows").json
    assert added.json["id"] > 0


@pytest.mark.slow
def test_a_request_gives_its_connection_back_and_leaves_nothing_behind(
    probed: Path, project_python: Path, database: dict[str, str]
) -> None:
    server = Server.gunicorn(probed, project_python, database)
    try:
        for _ in range(20):
            assert server.get("/probe/lost").status == 200
            assert server.get("/probe/poison").status == 500
            assert server.request("POST", "/probe/rows", b'{"model": null}', JSON).status == 500
            assert server.get("/probe/pool").json == 0
            assert server.get("/probe/rows").json == []
    finally:
        server.kill()
