"""What an orchestrator is told: whether the process answers, and whether it can serve."""

from time import monotonic

import pytest
from flask.testing import FlaskClient
from sqlalchemy import URL, text

from startup import health
from startup.Alchemy import engine
from startup.database_engine import create_database_engine
from startup.limited_connection import LimitedConnection


def test_it_is_ready_while_the_database_answers(client: FlaskClient) -> None:
    assert client.get("/health/live").get_json() == {"status": "live"}
    assert client.get("/health/ready").get_json() == {"status": "ready"}


def test_without_the_database_it_is_live_and_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = create_database_engine(URL.create("postgresql+psycopg", host="127.0.0.1", port=9))
    monkeypatch.setattr(health, "autocommit_engine", away)
    monkeypatch.setattr(LimitedConnection, "away_until", monotonic() + 60)
    response = client.get("/health/ready")
    assert (response.status_code, list(response.get_json())) == (503, ["message", "request_id"])
    assert response.headers["Retry-After"]
    assert client.get("/health/live").status_code == 200


def test_without_tables_it_is_not_ready(client: FlaskClient) -> None:
    with engine.begin() as connection:
        [revision] = connection.scalars(text("DELETE FROM alembic_version RETURNING version_num"))
    try:
        assert client.get("/health/ready").status_code == 503
    finally:
        with engine.begin() as connection:
            insert = text("INSERT INTO alembic_version (version_num) VALUES (:revision)")
            connection.execute(insert, {"revision": revision})
