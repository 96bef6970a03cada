"""Accounts on real servers: a story with real mail, brute force, and what times tell."""

import base64
import itertools
import json
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from conftest import Ant
from support.accounts import APP_URL, OTHER, PASSWORD, Mailbox, Sink, call, signed_up
from support.postgres import PostgresServer
from support.redis_server import Redis
from support.server import Answer, Server, run_in_api
from support.timing import Comparison

SECRET = "Wm8kQ2vTz5Rb7YcXn4Lj9HgFd3Sa6PoE"


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


@pytest.fixture
def counting(request: pytest.FixtureRequest) -> dict[str, str]:
    """The setting that lets all workers count together, where a test asks for Redis."""
    if "redis" not in request.fixturenames:
        return {}
    redis: Redis = request.getfixturevalue("redis")
    return {"REDIS_URL": redis.url}


@pytest.fixture
def limits() -> dict[str, str]:
    """How often somebody may ask; a test may name other limits."""
    return {"ADDRESS_LIMIT": "10000 per minute"}


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server that keeps nothing."""
    sink = Sink()
    yield sink
    sink.stop()


@pytest.fixture
def smtp_port(request: pytest.FixtureRequest) -> object:
    """Where mail goes: to a mailbox, unless a test asks for a sink."""
    if "sink" in request.fixturenames:
        return request.getfixturevalue("sink").says
    return request.getfixturevalue("mailbox").port


@pytest.fixture
def settings(
    smtp_port: object, database: dict[str, str], counting: dict[str, str], limits: dict[str, str]
) -> dict[str, str]:
    """Those of production."""
    return {
        "FLASK_ENV": "production",
        "JWT_SECRET": SECRET,
        "SMTP_URL": f"smtp+plain://127.0.0.1:{smtp_port}",
        "APP_URL": APP_URL,
        **database,
        **counting,
        **limits,
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


ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TRIES = 5000
AT_ONCE = 8


class Force:
    """Many tries to sign in, AT_ONCE at a time."""

    def __init__(self, server: Server, tries: int) -> None:
        """Take the server, and how many tries there are."""
        self.server, self.tries = server, tries
        self.answers: list[Answer] = []
        self.minutes = 0

    def use(self, email: Callable[[int], str], address: Callable[[int], str]) -> "Force":
        """Try each account from an address that X-Forwarded-For claims."""

        def attempt(number: int) -> Answer:
            body = f'{{"email": "{email(number)}", "password": "{PASSWORD}{number}"}}'
            headers = {"Content-Type": "application/json", "X-Forwarded-For": address(number)}
            return self.server.request("POST", "/auth/login", body.encode(), headers)

        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            self.answers = [*pool.map(attempt, range(self.tries))]
        self.minutes = int((time.monotonic() - began) // 60) + 1
        return self

    def compared(self, under_way: int = 0) -> int:
        """Return how many passwords were compared; all other tries were told to wait.

        Of those under way while Redis ends, some may not be told how long.
        """
        statuses = Counter(answer.status for answer in self.answers)
        assert statuses.keys() <= {401, 429, 503}, statuses  # 503: hashes at a time are limited
        refused = [answer.headers for answer in self.answers if answer.status == 429]
        waits = [int(headers["Retry-After"]) for headers in refused if "Retry-After" in headers]
        assert min(waits) > 0
        assert len(waits) >= len(refused) - under_way
        return statuses[401] + statuses[503]


def claimed(number: int) -> str:
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


@pytest.mark.exhaustive
@pytest.mark.timeout(300)
@ON_SQLITE
@pytest.mark.parametrize("limits", [{"TRUSTED_PROXIES": "1"}])
def test_thousands_of_tries_at_one_account_from_as_many_addresses(
    redis: Redis, server: Server
) -> None:
    force = Force(server, TRIES).use(lambda _: "ann@example.com", claimed)
    assert 10 <= force.compared() <= 10 * force.minutes


@pytest.mark.exhaustive
@pytest.mark.timeout(300)
@ON_SQLITE
@pytest.mark.parametrize("limits", [{}])
def test_thousands_of_tries_at_as_many_accounts_from_one_address_that_claims_others(
    redis: Redis, server: Server
) -> None:
    force = Force(server, TRIES).use(lambda number: f"person{number}@example.com", claimed)
    assert 60 <= force.compared() <= 60 * force.minutes


@pytest.mark.exhaustive
@ON_SQLITE
@pytest.mark.parametrize("fault", [Redis.freeze, Redis.kill])
def test_workers_count_together_in_redis_and_each_for_itself_while_it_is_away(
    fault: Callable[[Redis], None], redis: Redis, server: Server
) -> None:
    def tried(email: str) -> Force:
        return Force(server, 120).use(lambda _: email, claimed)

    assert tried("ann@example.com").compared() == 10
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(tried, "bob@example.com")
        time.sleep(0.1)
        fault(redis)
    assert 10 <= under_way.result().compared(AT_ONCE) <= 10 * 5 + AT_ONCE
    assert 10 <= tried("eve@example.com").compared() <= 10 * 4
    assert PASSWORD not in server.log


@pytest.mark.exhaustive
@ON_SQLITE
@pytest.mark.parametrize("limits", [{"RATE_LIMIT": "3 per minute"}])
def test_a_limit_for_every_request_spares_the_health_checks(redis: Redis, server: Server) -> None:
    answers = [server.get() for _ in range(6)]
    assert [answer.status for answer in answers[3:]] == [429] * 3
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert {server.get("/health/live").status for _ in range(6)} == {200}


@pytest.mark.exhaustive
@ON_SQLITE
def test_without_redis_each_worker_limits_force(server: Server) -> None:
    force = Force(server, 200).use(lambda _: "ann@example.com", claimed)
    assert 10 <= force.compared() <= 10 * 4


PEOPLE = 8
ACCOUNTS = f"""
from app import create_app
from services.auth_service import myAuthService
with create_app().app_context():
    for number in range({PEOPLE}):
        email = f"person{{number}}@example.com"
        account = myAuthService.create({{"email": email, "password": "{PASSWORD}"}}, [])
    myAuthService.disable(account, disabled=True)
"""
DISABLED = f"person{PEOPLE - 1}@example.com"


def forged(id: int) -> str:
    """A token as in a mail, for an account with this id; its signature is none."""
    said = base64.urlsafe_b64encode(json.dumps([str(id), "a" * 64]).encode()).decode().rstrip("=")
    return f"{said}.{'a' * 6}.{'a' * 43}"


@pytest.mark.exhaustive
@pytest.mark.timeout(400)
@ON_SQLITE
@pytest.mark.parametrize(
    "limits", [dict.fromkeys(("ADDRESS_LIMIT", "ACCOUNT_LIMIT"), "1000000 per minute")]
)
def test_neither_answers_nor_times_tell_whether_there_is_an_account(
    project: Path, project_python: Path, settings: dict[str, str], server: Server, sink: Sink
) -> None:
    file = {"SQLITE_FILE": str(project / "club.db")}
    made = run_in_api(project, project_python, ACCOUNTS, settings | file)
    assert made.returncode == 0, made.stderr
    numbers = itertools.count()

    def email(is_known: bool) -> str:
        number = next(numbers)
        return f"person{number % (PEOPLE - 1)}@example.com" if is_known else f"nobody{number}@x.org"

    def compared(path: str, **rest: str) -> None:
        def ask(email: str) -> Answer:
            return call(server, "POST", path, email=email, **rest)

        comparison = Comparison(lambda is_known: ask(email(is_known)))
        comparison.check()
        disabled = ask(DISABLED)
        assert comparison.answers == {(disabled.status, disabled.body)}

    compared("/reset")
    compared("/login", password=OTHER)
    compared("/register", password=OTHER)
    Comparison(
        lambda is_known: call(server, "POST", "/verify", token=forged(1 if is_known else 7777))
    ).check()
