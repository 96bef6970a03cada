"""What the log tells of a request, and what it must not tell."""

import json
import logging
from typing import Any, NoReturn

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from gunicorn.config import Config  # type: ignore[import-untyped]
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from helper.execution_tracking import log_entries
from helper.execution_tracking.log_entries import JSONFormatter
from helper.execution_tracking.Logger import myLogger
from helper.execution_tracking.request_id import current_request_id
from startup import gunicorn_log
from startup.Alchemy import engine
from startup.database_engine import create_database_engine
from startup.Environment import myEnvironment
from startup.gunicorn_log import GunicornLogger

SECRET = "a-password-of-the-database"


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The lines that the application logs."""
    caplog.set_level(logging.INFO, logger="api")
    return caplog


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Sends requests to an application with a view that logs, and one that fails."""
    given = {*app.view_functions}

    @app.get("/-/logged/<path:rest>")
    def logged(rest: str) -> str:
        g.claims = {"sub": "ada"}
        myLogger.info(f"seen {len(rest)}")
        return "four"

    @app.get("/-/broken")
    def broken() -> NoReturn:
        raise RuntimeError(f"Bearer abcdefghijk and {SECRET}")

    for name in {*app.view_functions} - given:
        app.view_functions[name].__dict__["guard"] = "public"
    return app.test_client()


def test_a_request_is_one_line_without_its_query(
    client: FlaskClient, log: pytest.LogCaptureFixture
) -> None:
    response = client.get("/-/logged/a%09b?name=Ada", headers={"X-Request-ID": "from-a.proxy_1"})
    assert response.headers["X-Request-ID"] == "from-a.proxy_1"
    seen, line = log.messages
    assert seen.endswith("<seen 3> [from-a.proxy_1]")
    begin, _, rest = line.partition(" milliseconds=")
    assert begin == "access_log::end_request<GET /-/logged/a\\tb status=200"
    assert rest.partition(" ")[2] == "bytes=4 subject=ada> [from-a.proxy_1]"
    assert current_request_id() == ""


@pytest.mark.parametrize("sent", ["", "two words", "x" * 65, "a\u00e9", "[31m"])
def test_an_id_that_is_not_safe_is_exchanged(client: FlaskClient, sent: str) -> None:
    given = client.get("/-/logged/a", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert len(given) == 32 and given.isalnum()


def test_who_asks_after_the_health_is_logged_while_debugging_alone(
    client: FlaskClient, log: pytest.LogCaptureFixture
) -> None:
    client.get("/health/live")
    assert log.messages == []
    log.set_level(logging.DEBUG, logger="api")
    client.get("/health/live")
    assert log.records[0].levelname == "DEBUG"


def test_an_error_of_the_server_names_its_request_and_no_secret(
    client: FlaskClient,
    log: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(log_entries, "SECRETS", [SECRET])
    response = client.get("/-/broken", headers={"X-Request-ID": "an-id"})
    assert response.get_json()["request_id"] == "an-id"
    assert all(line.endswith(" [an-id]") for line in log.messages) and len(log.messages) == 2
    written = capsys.readouterr().err
    for output in (log.text, written, *map(JSONFormatter().format, log.records)):
        assert SECRET not in output and "abcdefghijk" not in output
    assert "RuntimeError: Bearer *** and ***" in written


@pytest.mark.parametrize(
    "message",
    [
        "Bearer abc.def-ghi",
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSJ9.",
        "{'Authorization': 'Basic YWxhZGRpbjpvcGVu'}",
        f"postgresql://app:{SECRET}@db",
    ],
)
def test_tokens_and_secrets_of_settings_are_masked(
    log: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, message: str
) -> None:
    monkeypatch.setattr(log_entries, "SECRETS", [SECRET])
    myLogger.warning("masked", value=message)
    for output in (log.messages[0], JSONFormatter().format(log.records[0])):
        assert "***" in output
        for hidden in ("abc.def", "eyJ", "YWxh", SECRET):
            assert hidden not in output


def test_the_secret_settings_are_known() -> None:
    names = ["JWT_SECRET", "POSTGRES_PASSWORD", "REDIS_URL", "S3_SECRET_KEY"]
    names += ["COGNITO_APP_CLIENT_SECRET", "COGNITO_SECRET_ACCESS_KEY"]
    planted: dict[str, Any] = {name: f"the-value-of-{name}" for name in names}
    settings = myEnvironment.replace(**planted, JWT_EARLIER_SECRETS=["an-earlier-one"])
    assert {*log_entries.secrets_of(settings)} == {*planted.values(), "an-earlier-one"}
    assert myEnvironment.JWT_SECRET in log_entries.SECRETS


def test_an_entry_is_one_line_of_json(log: pytest.LogCaptureFixture) -> None:
    myLogger.info("a\n\x1b[31m\u2028", status=200)
    myLogger.exception("broken", ValueError("of\ntwo lines"))
    logging.getLogger("other").warning("said by %s\n", "others")
    ours, broken, others = map(JSONFormatter().format, log.records)
    assert json.loads(ours) | {"time": ""} == {
        "time": "",
        "level": "INFO",
        "logger": "api",
        "message": "test_log::test_an_entry_is_one_line_of_json<a\\n\\x1b[31m\\u2028 status=200>",
        "status": 200,
    }
    assert json.loads(broken)["traceback"].endswith("two lines")
    assert json.loads(others)["message"] == "said by others\\n"
    assert all(line.isascii() and line.isprintable() for line in (ours, broken, others))


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_of_the_server_has_the_same_format(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    settings = myEnvironment.replace(LOG_FORMAT=form)
    monkeypatch.setattr(gunicorn_log, "myEnvironment", settings)
    monkeypatch.setattr(logging.getLogger("gunicorn.error"), "handlers", [])
    GunicornLogger(Config()).error("refused %s", "Bearer abcdefghijk\n")
    [line] = capsys.readouterr().err.splitlines()
    assert "refused Bearer ***" in line and "abcdefghijk" not in line
    assert line.startswith("{") == (form == "json")


@pytest.mark.parametrize("limit", [0.0, 0.001, 60.0])
def test_slow_statements_are_logged_without_their_values(
    log: pytest.LogCaptureFixture, limit: float
) -> None:
    watched = create_database_engine(
        engine.url, myEnvironment.replace(SLOW_STATEMENT_SECONDS=limit)
    )
    slow = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)\n"
        "SELECT count(*) FROM n WHERE :value <> 'a'"
    )
    with watched.connect() as connection:
        connection.execute(text(slow), {"value": "a name"})
        with pytest.raises(DBAPIError):
            connection.execute(text("SELECT no_function(:value)"), {"value": "a name"})
    watched.dispose()
    assert "a name" not in log.text
    assert any("SELECT count(*)" in message for message in log.messages) == (limit == 0.001)
