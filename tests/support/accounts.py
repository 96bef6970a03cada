"""Owners of accounts and the mail they get, at a real server."""

import asyncio
import json
import re
import sys
import time
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from support.postgres import free_port
from support.server import Answer, Client, SayingProcess

APP_URL = "https://app.example.com"
PASSWORD, OTHER = "a good password", "another good one"


class _Controller(Controller):
    """Knows its connections: those that it leaves open would fail whatever test runs later."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Begin without any."""
        super().__init__(*arguments, **options)
        self._protocols: list[SMTP] = []

    def factory(self) -> SMTP:
        """Return what speaks with one client."""
        protocol: SMTP = super().factory()  # type: ignore[no-untyped-call]
        self._protocols.append(protocol)
        return protocol

    async def close(self) -> None:
        """Close all connections."""
        for protocol in self._protocols:
            if protocol.transport is not None:
                protocol.transport.close()
        await asyncio.sleep(0.01)  # a transport is closed in a later turn of the loop


class Mailbox:
    """A mail server on this machine; it keeps what it gets."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        """Start it at an address of this machine."""
        self.host, self.port = host, free_port()
        self._texts: list[tuple[str, str]] = []
        self._controller = _Controller(self, hostname=host, port=self.port)
        self._controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a mail."""
        content = message_from_bytes(envelope.content or b"")  # type: ignore[arg-type]
        text = content.get_payload(decode=True)
        assert isinstance(text, bytes)
        self._texts.append((envelope.rcpt_tos[0], text.decode()))
        return "250 OK"

    def token_for(self, address: str) -> str:
        """Wait for a mail to somebody, take it, and return the token in its link."""
        for _ in range(200):
            for mail in self._texts:
                if mail[0] == address:
                    self._texts.remove(mail)
                    found = re.search(re.escape(APP_URL) + r"/\w+\?token=(\S+)", mail[1])
                    assert found, mail
                    return found[1]
            time.sleep(0.05)
        raise AssertionError(f"No mail for {address}: {self._texts}")

    def stop(self) -> None:
        """End it, with the connections that are open."""
        asyncio.run_coroutine_threadsafe(self._controller.close(), self._controller.loop).result(10)
        self._controller.stop()


SINK = """
import sys
from threading import Event
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
print(sys.argv[1], flush=True)
Event().wait()
"""


class Sink(SayingProcess):
    """A mail server in a process of its own, so that it takes no time from who measures."""

    def __init__(self) -> None:
        """Start it; what it says is its port."""
        super().__init__(sys.executable, "-c", SINK, str(free_port()))


def call(server: Client, method: str, path: str, access: str = "", **body: Any) -> Answer:
    """Call a URL below ``/auth``, maybe with an access token."""
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {access}"} if access else {}
    return server.request(method, f"/auth{path}", json.dumps(body).encode(), headers)


def signed_up(server: Client, mailbox: Mailbox, email: str) -> None:
    """Register, and confirm the address by its mail."""
    assert call(server, "POST", "/register", email=email, password=PASSWORD).status == 202
    assert call(server, "POST", "/verify", token=mailbox.token_for(email)).status == 204
