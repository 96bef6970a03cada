"""The errors of gunicorn itself, in JSON."""

import json
from socket import socket

from gunicorn import util  # type: ignore[import-untyped]

LONGEST_MESSAGE = 200  # it may quote a whole URL


def write_error(client: socket, status: int, reason: str, message: str) -> None:
    """Send an answer such as 414 for a URL that is too long."""
    body = json.dumps({"message": message[:LONGEST_MESSAGE] or f"{reason}."})
    head = (
        f"HTTP/1.1 {status} {reason}\r\n"
        "Connection: close\r\n"
        "Content-Type: application/json\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    util.write_nonblock(client, f"{head}{body}".encode())
