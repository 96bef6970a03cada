"""How often one address may call the API, where ``RATE_LIMIT`` says so."""

import pytest

from app import create_app
from startup.Environment import myEnvironment


@pytest.fixture(autouse=True)
def two_per_hour(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an address send two requests an hour."""
    monkeypatch.setattr(myEnvironment, "RATE_LIMIT", "2 per hour")


@pytest.mark.parametrize("redis", ["", "redis://127.0.0.1:1"], ids=["none", "away"])
def test_who_calls_too_often_has_to_wait(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, redis: str
) -> None:
    monkeypatch.setattr(myEnvironment, "REDIS_URL", redis)
    client = create_app().test_client()
    answers = [client.get("/") for _ in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert [*answers[-1].get_json()] == ["message"]
    waits = [int(answer.headers.get("Retry-After", 0)) for answer in answers]
    assert waits[:2] == [0, 0] and 3500 < waits[2] <= 3600
    assert client.get("/", environ_overrides={"REMOTE_ADDR": "192.0.2.1"}).status_code != 429
    assert client.get("/health/live").status_code == 200
    assert ("falling back to in-memory" in caplog.text) == bool(redis)


@pytest.mark.parametrize(("proxies", "refused"), [(0, 2), (1, 0)])
def test_an_address_is_what_a_trusted_proxy_says(
    monkeypatch: pytest.MonkeyPatch, proxies: int, refused: int
) -> None:
    monkeypatch.setattr(myEnvironment, "TRUSTED_PROXIES", proxies)
    client = create_app().test_client()
    claims = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(4)]
    statuses = [client.get("/", headers=claim).status_code for claim in claims]
    assert statuses.count(429) == refused
