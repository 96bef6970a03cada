"""The streamable HTTP transport: ``/mcp``, and ``/health`` beside it."""

import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import anyio
import uvicorn
from mcp.server.transport_security import TransportSecuritySettings

from ant.core.errors import InvalidRequest, Problem, ToolFailed
from ant.core.text.words import quoted
from ant.mcp.server import Serving
from ant.mcp.stdio import LONGEST

SHORTEST_KEY = 16
"""Characters; one that is random and as long is not guessed."""
LOCAL = ("127.0.0.1", "localhost", "[::1]")
AT_ONCE = 200
"""Connections; one more is answered with 503."""
PATIENCE = 5
"""Seconds that calls get to end after a signal."""
THROWN_AWAY_BYTES, THROWN_AWAY_SECONDS = 65536, 1
"""How much of the body of a refused request is read, and for how long."""

Handler = Callable[[Any, Any, Any], Awaitable[None]]


class Address(NamedTuple):
    """Where to listen, and under which names clients may come."""

    host: str
    port: int
    names: Sequence[str] = LOCAL


def checked_key(key: str) -> bytes:
    """Return the key as clients send it; raise ``InvalidRequest`` for one that is none."""
    if len(key) < SHORTEST_KEY or not key.isascii() or not key.isprintable() or " " in key:
        message = f"The key is no word of at least {SHORTEST_KEY} printable ASCII characters."
        raise InvalidRequest(Problem(message))
    return key.encode()


def serve_http(
    serving: Serving, address: Address, key: bytes, ready: Callable[[str], None]
) -> None:
    """Serve until a signal ends it; ``ready`` is called with the URL. Raises ``ToolFailed``."""
    listening = _listening(address)
    host, port = listening.getsockname()[:2]
    names = [variant for name in address.names for variant in (name, f"{name}:{port}")]
    security = TransportSecuritySettings(
        allowed_hosts=names,
        allowed_origins=[f"{scheme}://{name}" for scheme in ("http", "https") for name in names],
    )
    app = serving.server.streamable_http_app(
        json_response=True,
        stateless_http=True,  # all that a call needs is in it, or in the plans of the server
        max_request_body_size=LONGEST,
        transport_security=security,
    )
    config = uvicorn.Config(
        _guarded(app, key), log_config=None, access_log=False, server_header=False, ws="none",
        limit_concurrency=AT_ONCE, timeout_graceful_shutdown=PATIENCE,
    )  # fmt: skip
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/mcp")
    uvicorn.Server(config).run(sockets=[listening])


def _listening(address: Address) -> socket.socket:
    host, port = address.host, address.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "that is no host name"
        message = f"Cannot listen on {quoted(host)}, port {port}: {reason}."
        raise ToolFailed(Problem(message)) from None


def _guarded(app: Handler, key: bytes) -> Handler:
    """The application behind the key, which is asked for before a body is read."""

    async def guard(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401, ASGI
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"] == "/health":
            await _send(send, 200, {"status": "ok"})
        elif not _has_key(scope["headers"], key):
            problem = {"code": "wrong_key", "message": "The Bearer key is missing or wrong."}
            await _send(send, 401, {"problems": [problem]}, receive)
        else:
            await app(scope, receive, send)

    return guard


def _has_key(headers: Sequence[tuple[bytes, bytes]], key: bytes) -> bool:
    values = [value for name, value in headers if name == b"authorization"]
    scheme, _, token = values[0].partition(b" ") if len(values) == 1 else (b"", b"", b"")
    return scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), key)


async def _send(
    send: Any,  # noqa: ANN401, ASGI
    status: int,
    body: object,
    receive: Any = None,  # noqa: ANN401, ASGI
) -> None:
    """Answer a request; with ``receive`` before its body is read, which is then thrown away.

    A connection that is closed with bytes unread is reset, and the answer may be lost with it.
    """
    content = json.dumps(body).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content, "more_body": True})
    if receive is not None:
        with anyio.move_on_after(THROWN_AWAY_SECONDS):
            await _throw_away(receive)
    await send({"type": "http.response.body"})


async def _throw_away(receive: Any) -> None:  # noqa: ANN401, ASGI
    size = 0
    while size < THROWN_AWAY_BYTES:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body", False):
            break
