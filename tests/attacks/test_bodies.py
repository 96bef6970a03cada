"""The largest body: refused by its length and in chunks, never cut off silently."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from support.server import Answer, Server
from support.serving import LIMIT

HEAD = "POST {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: {}\r\n"
BINARY = "application/octet-stream"


def by_length(server: Server, path: str, body: bytes, kind: str = BINARY) -> Answer:
    """Say the length first."""
    head = HEAD.format(path, kind) + f"Content-Length: {len(body)}\r\n\r\n"
    return server.raw(head.encode() + body)


def in_chunks(
    server: Server, path: str, body: bytes, kind: str = BINARY, size: int = 700
) -> Answer:
    """Say no length at all."""
    head = HEAD.format(path, kind) + "Transfer-Encoding: chunked\r\n\r\n"
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
    return server.raw(head.encode() + chunks + b"0\r\n\r\n")


WAYS = pytest.mark.parametrize("send", [by_length, in_chunks])
Send = Callable[..., Answer]


@WAYS
@pytest.mark.parametrize("path", ["/probe/data", "/probe/stream"])
@pytest.mark.parametrize("length", [0, 1, LIMIT - 1, LIMIT])
def test_a_body_up_to_the_limit_arrives_whole(
    server: Server, send: Send, path: str, length: int
) -> None:
    answer = send(server, path, b"x" * length)
    assert (answer.status, answer.json) == (200, length)


@WAYS
@pytest.mark.parametrize("path", ["/probe/data", "/probe/stream", "/probe/json", "/probe/form"])
@pytest.mark.parametrize("length", [LIMIT + 1, LIMIT * 10])
def test_a_body_over_the_limit_is_413(server: Server, send: Send, path: str, length: int) -> None:
    kind = "application/x-www-form-urlencoded" if path == "/probe/form" else "application/json"
    answer = send(server, path, b"1" * length, kind)
    assert answer.status == 413, answer
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json["message"]
    assert server.get("/").status == 200


def test_one_chunk_over_the_limit_is_413(server: Server) -> None:
    assert in_chunks(server, "/probe/data", b"x" * (LIMIT + 1), size=LIMIT + 1).status == 413


@WAYS
def test_forms_and_json_are_read(server: Server, send: Send) -> None:
    form = urlencode({"a": "x" * 1000, "b": "ü"}).encode()
    answer = send(server, "/probe/form", form, "application/x-www-form-urlencoded")
    assert answer.json == {"a": 1000, "b": 1}
    assert send(server, "/probe/json", b'{"a": [1]}', "application/json").json == {"a": [1]}


def test_an_upload_in_chunks_is_read(server: Server) -> None:
    part = (
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n' + b"y" * 3000 + b"\r\n--x--\r\n"
    )
    answer = in_chunks(server, "/probe/form", part, "multipart/form-data; boundary=x")
    assert answer.json == {"a": 3000}


@pytest.mark.parametrize("path", ["/", "/probe/data", "/missing"])
@pytest.mark.parametrize(
    "body",
    [
        b"ZZ\r\nabc\r\n0\r\n\r\n",
        b"3\r\nabc",
        b"3\r\nabcdef\r\n0\r\n\r\n",
        b"-3\r\nabc\r\n0\r\n\r\n",
        b"ffffffffffffffffffffffff\r\nabc\r\n0\r\n\r\n",
    ],
    ids=["no number", "cut off", "too short", "negative", "huge"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_what_is_no_chunk_is_a_400(
    gunicorn_server: Server, method: str, path: str, body: bytes
) -> None:
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    logged = len(gunicorn_server.log)
    answer = gunicorn_server.raw(head.encode() + body, half_closed=True)
    assert (answer.status, [*answer.json]) == (400, ["message"])
    assert "Traceback" not in gunicorn_server.log[logged:]


def test_thousands_of_trailers_are_no_error_of_the_server(gunicorn_server: Server) -> None:
    trailers = "".join(f"X-{number}: x\r\n" for number in range(5000))
    head = HEAD.format("/probe/data", BINARY) + "Transfer-Encoding: chunked\r\n\r\n"
    logged = len(gunicorn_server.log)
    answer = gunicorn_server.raw(f"{head}3\r\nabc\r\n0\r\n{trailers}\r\n".encode())
    assert answer.status in (200, 400)
    assert "Traceback" not in gunicorn_server.log[logged:]


def test_a_body_shorter_than_its_length_is_a_400(gunicorn_server: Server) -> None:
    head = HEAD.format("/probe/json", "application/json") + "Content-Length: 99\r\n\r\n"
    logged = len(gunicorn_server.log)
    answer = gunicorn_server.raw(f'{head}{{"a"'.encode(), half_closed=True)
    assert (answer.status, [*answer.json]) == (400, ["message"])
    assert "Traceback" not in gunicorn_server.log[logged:]
