"""What gunicorn refuses itself: in JSON, and no filter that a client may well want."""

import pytest

from support.server import Answer, Server

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BOTH = (
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /missing HTTP/1.1\r\n\r\n"
)
"""What a proxy may read as one request and a server as two."""


def assert_json(answer: Answer, status: int) -> None:
    assert answer.status == status, answer
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Connection"] == "close"
    assert answer.json["message"] and len(answer.body) < 800


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"GET /?" + b"x" * 8200 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n", 414),
        (b'"<b>\xc3\xa4' * 1000 + b"\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/7.1\r\n\r\n", 400),
        (HEAD + b"bad header\xff: 1\r\n\r\n", 400),
        (HEAD + b"Transfer-Encoding: gzip\r\n\r\n", 400),
        (HEAD + b"Expect: everything\r\n\r\n", 417),
        (HEAD + b"Long: " + b"x" * 9000 + b"\r\n\r\n", 431),
        (HEAD + BOTH, 400),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", 400),
        (HEAD + b"Content-Length: +5\r\n\r\nabcde", 400),
        (HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n", 400),
        (HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
        (HEAD + b"Folded: a\r\n b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: localhost\n\n", 400),
        (HEAD + b"".join(b"H%d: 1\r\n" % number for number in range(200)) + b"\r\n", 431),
    ],
    ids=["url", "text", "method", "version", "name", "coding", "expect", "header",
         "length and chunks", "lengths", "signed length", "codings", "blank", "folded", "lines",
         "headers"],
)  # fmt: skip
def test_what_gunicorn_refuses_is_answered_in_json(
    gunicorn_server: Server, data: bytes, status: int
) -> None:
    assert_json(gunicorn_server.raw(data), status)
    assert gunicorn_server.get("/").status == 200


def test_a_url_may_have_700_ids(gunicorn_server: Server) -> None:
    ids = ",".join(str(100_000 + number) for number in range(700))
    assert gunicorn_server.get(f"/?id__in={ids}").status == 200
