"""Accounts on real servers: a story with real mail, brute force, and what times tell."""

import json
import re
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from conftest import Ant
from support.postgres import PostgresServer, free_port
from support.server import Answer, Server

SECRET = "Wm8kQ2vTz5Rb7YcXn4Lj9HgFd3Sa6PoE"
PASSWORD, OTHER = "a good password", "another good one"


class Mailbox:
    """A mail server on this machine; it keeps what it gets."""

    def __init__(self) -> None:
        """Start it."""
        self.port = free_port()
        self._texts: list[tuple[str, str]] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
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
                    found = re.search(r"https://app.example.com/\w+\?token=(\S+)", mail[1])
                    assert found, mail
                    return found[1]
            time.sleep(0.05)
        raise AssertionError(f"No mail for {address}: {self._texts}")

    def stop(self) -> None:
        """End it."""
        self._controller.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server for one test."""
    mailbox = Mailbox()
    yield mailbox
    mailbox.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.exhaustive)])
def database(request: pytest.FixtureRequest) -> dict[str, str]:
    """Each of the two databases."""
    if request.param == "sqlite":
        return {"DB_URL": ""}
    postgres: PostgresServer = request.getfixturevalue("postgres")
    return postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")


class Redis:
    """What speaks as Redis does, in a process that can be killed."""

    def __init__(self) -> None:
        """Start it."""
        self.port = free_port()
        program = (
            "import sys; from fakeredis import TcpFakeServer;"
            "TcpFakeServer(('127.0.0.1', int(sys.argv[1])), server_type='redis').serve_forever()"
        )
        self.process = subprocess.Popen([sys.executable, "-c", program, str(self.port)])
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise AssertionError("It does not answer.")

    def kill(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def redis() -> Iterator[Redis]:
    """A Redis for one test."""
    redis = Redis()
    yield redis
    redis.kill()


@pytest.fixture
def counting(request: pytest.FixtureRequest) -> dict[str, str]:
    """The setting that lets all workers count together, where a test asks for Redis."""
    if "redis" not in request.fixturenames:
        return {}
    return {"REDIS_URL": f"redis://127.0.0.1:{request.getfixturevalue('redis').port}"}


@pytest.fixture
def settings(
    mailbox: Mailbox, database: dict[str, str], counting: dict[str, str]
) -> dict[str, str]:
    """Those of production."""
    return {
        "FLASK_ENV": "production",
        "JWT_SECRET": SECRET,
        "SMTP_URL": f"smtp+plain://127.0.0.1:{mailbox.port}",
        "APP_URL": "https://app.example.com",
        "ADDRESS_LIMIT": "10000 per minute",
        **database,
        **counting,
    }


@pytest.fixture
def server(
    ant: Ant, project: Path, project_python: Path, settings: dict[str, str]
) -> Iterator[Server]:
    """A project with accounts, in production, behind gunicorn."""
    assert ant("generate", "auth", cwd=project).returncode == 0
    file = {"SQLITE_FILE": str(project / "club.db")}
    server = Server.gunicorn(project, project_python, settings | file)
    yield server
    server.kill()


def call(server: Server, method: str, path: str, access: str = "", **body: Any) -> Answer:
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {access}"} if access else {}
    return server.request(method, f"/auth{path}", json.dumps(body).encode(), headers)


def signed_up(server: Server, mailbox: Mailbox, email: str) -> None:
    assert call(server, "POST", "/register", email=email, password=PASSWORD).status == 202
    assert call(server, "POST", "/verify", token=mailbox.token_for(email)).status == 204


@pytest.mark.slow
def test_a_story_with_mail(server: Server, mailbox: Mailbox) -> None:
    ann = "ann@example.com"
    signed_up(server, mailbox, ann)
    first = call(server, "POST", "/login", email=ann, password=PASSWORD).json
    assert call(server, "GET", "/me", first["access_token"]).json["email"] == ann
    assert server.get("/users", {"Authorization": f"Bearer {first['access_token']}"}).status == 403
    second = call(server, "POST", "/refresh", refresh_token=first["refresh_token"])
    assert second.status == 200
    assert call(server, "POST", "/refresh", refresh_token=first["refresh_token"]).status == 401
    ended = call(server, "POST", "/refresh", refresh_token=second.json["refresh_token"])
    assert ended.status == 401
    assert call(server, "POST", "/register", email=ann, password=OTHER).status == 202
    mailbox.token_for(ann)  # she is told, and it is no other account
    assert call(server, "POST", "/reset", email=ann).status == 202
    token = mailbox.token_for(ann)
    assert call(server, "PUT", "/reset", token=token, password=OTHER).status == 204
    assert call(server, "PUT", "/reset", token=token, password=PASSWORD).status == 400
    assert call(server, "POST", "/login", email=ann, password=PASSWORD).status == 401
    third = call(server, "POST", "/login", email=ann, password=OTHER).json
    assert call(server, "POST", "/logout", refresh_token=third["refresh_token"]).status == 204
    assert call(server, "POST", "/refresh", refresh_token=third["refresh_token"]).status == 401
    assert PASSWORD not in server.log and "Traceback" not in server.log


@pytest.mark.exhaustive
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_workers_count_together_in_redis_and_each_for_itself_without(
    redis: Redis, server: Server
) -> None:
    def let_through(email: str) -> int:
        answers = [
            call(server, "POST", "/login", email=email, password=PASSWORD).status for _ in range(60)
        ]
        assert {*answers} == {401, 429}
        return answers.count(401)

    assert let_through("ann@example.com") == 10
    redis.kill()
    assert 10 <= let_through("bob@example.com") <= 10 * 4
    assert "Traceback" not in server.log


@pytest.mark.exhaustive
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_force_is_limited_and_times_tell_nothing(server: Server, mailbox: Mailbox) -> None:
    codes = [
        call(server, "POST", "/login", email="ann@example.com", password=f"{PASSWORD}{n}")
        for n in range(200)
    ]
    let_through = [answer for answer in codes if answer.status != 429]
    assert {answer.status for answer in let_through} == {401}
    assert len(let_through) <= 10 * 4  # each of the four workers counts for itself
    refused = [answer for answer in codes if answer.status == 429]
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in refused)

    people = [f"person{number}@example.com" for number in range(8)]
    for person in people:
        signed_up(server, mailbox, person)
    nobody = [f"nobody{number}@example.com" for number in range(8)]
    for path, rest in (("/login", {"password": OTHER}), ("/reset", {})):
        times: dict[bool, list[float]] = {True: [], False: []}
        answers = set()
        for _ in range(5):
            for pair in zip(people, nobody, strict=True):
                for email in pair:
                    begin = time.perf_counter()
                    answer = call(server, "POST", path, email=email, **rest)
                    times[email in people].append(time.perf_counter() - begin)
                    answers.add((answer.status, answer.body))
        assert len(answers) == 1
        known, unknown = (statistics.median(times[is_known]) for is_known in (True, False))
        assert 0.5 < known / unknown < 2, (path, known, unknown)
