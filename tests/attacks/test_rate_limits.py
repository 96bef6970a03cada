"""How often one address may call a real server, whatever it claims to be."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.redis_server import Redis
from support.server import Answer, Server

CALLS = 1000
AT_ONCE = 8
TAKEN = 50
WORKERS = 4


@pytest.fixture
def settings(redis: Redis) -> dict[str, str]:
    """What limits the server; a test may say more."""
    return {"RATE_LIMIT": f"{TAKEN} per hour", "REDIS_URL": redis.url}


@pytest.fixture
def server(project: Path, project_python: Path, settings: dict[str, str]) -> Iterator[Server]:
    """A project behind gunicorn with its four workers."""
    server = Server.gunicorn(project, project_python, settings)
    yield server
    server.kill()


def calls(server: Server, number: int, forwarded: Callable[[int], str]) -> Counter[int]:
    """Call the server, AT_ONCE at a time; return how often it gave each status.

    Whoever has to wait is told why, and how long.
    """

    def call(number: int) -> Answer:
        return server.get("/", {"X-Forwarded-For": forwarded(number)})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [*pool.map(call, range(number))]
    for answer in answers:
        if answer.status == 429:
            assert answer.json == {"message": "Too many requests. Please wait."}
            assert 0 < int(answer.headers["Retry-After"]) <= 3600
        else:
            assert "Retry-After" not in answer.headers
    return Counter(answer.status for answer in answers)


def claimed(number: int) -> str:
    """An address that is another one for each call."""
    return f"10.0.{number >> 8 & 255}.{number & 255}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "fault", [Redis.kill, pytest.param(Redis.freeze, marks=pytest.mark.exhaustive)]
)
def test_an_address_that_claims_others_gets_no_more_answers(
    fault: Callable[[Redis], None], redis: Redis, server: Server
) -> None:
    before = 1  # which has asked whether the server is up
    counted = calls(server, CALLS, claimed)
    assert counted == {200: TAKEN - before, 429: CALLS - TAKEN + before}
    assert {server.get("/health/ready").status for _ in range(TAKEN)} == {200}

    # Each worker counts for itself, once one of its requests has found out. Those that wait for
    # Redis beside that one are answered.
    fault(redis)
    away = calls(server, CALLS, claimed)
    most = (TAKEN + AT_ONCE - 1) * WORKERS
    assert away.keys() <= {200, 429} and TAKEN <= away[200] <= most
    assert "Traceback" not in server.log


@pytest.mark.slow
@pytest.mark.parametrize("settings", [{"RATE_LIMIT": "3 per hour", "TRUSTED_PROXIES": "1"}])
def test_an_address_behind_a_trusted_proxy_is_the_one_that_the_proxy_names(server: Server) -> None:
    """Each worker counts for itself, so four of them take 3 to 12 requests."""
    counted = calls(server, 60, lambda number: f"{claimed(number)}, 192.0.2.1")
    assert 3 <= counted[200] <= 3 * WORKERS
    assert calls(server, 60, claimed) == {200: 60}
