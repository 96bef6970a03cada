"""What the server itself refuses is answered in JSON, as everything else is."""

import json
from socket import socketpair

from startup.server_errors import LONGEST_MESSAGE, write_error


def test_an_error_of_the_server_is_json_and_quotes_no_whole_url() -> None:
    server, client = socketpair()
    with server, client:
        write_error(server, 414, "Request-URI Too Long", "x" * 5000)
        head, _, body = client.recv(10_000).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 414 Request-URI Too Long\r\n")
    assert b"Content-Type: application/json" in head
    assert f"Content-Length: {len(body)}".encode() in head
    assert json.loads(body) == {"message": "x" * LONGEST_MESSAGE}
