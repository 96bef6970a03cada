"""What is around accounts: their settings, mail, work in the background, and ``flask user``."""

import json
import runpy
import smtplib
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from accounts import AUTH, made_up, use_usual_settings
from app import create_app
from helper.accounts import background, mail
from helper.accounts.limits import account_key
from helper.accounts.tokens import access_token
from helper.execution_tracking.APIException import APIException
from helper.functions import hashed
from schemas.account_schemas import RegisterSchema
from services.auth_service import myAuthService
from startup import Environment, account_settings
from startup.account_settings import AccountSettings, myAccountSettings
from startup.Environment import myEnvironment

PASSWORD = "a good password"


@pytest.fixture(autouse=True)
def usual_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use no setting of a developer's own."""
    use_usual_settings(monkeypatch)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> tuple[AccountSettings, list[str]]:
    """Read the settings anew, with these variables set; return what is wrong, too."""
    wrong: dict[str, str] = {}
    monkeypatch.setattr(Environment, "WRONG", wrong)
    for name in AccountSettings.__annotations__:
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    settings = runpy.run_path(account_settings.__file__)["myAccountSettings"]
    return settings, [*wrong]


def test_variables_become_typed_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings, wrong = read(
        monkeypatch, ACCESS_TOKEN_SECONDS="60", ACCOUNT_LIMIT="5 per hour", APP_URL="https://a.b/"
    )
    assert (settings.ACCESS_TOKEN_SECONDS, settings.ACCOUNT_LIMIT) == (60, "5 per hour")
    assert (settings.REFRESH_TOKEN_SECONDS, settings.ADDRESS_LIMIT) == (2_592_000, "60 per minute")
    assert settings.APP_URL == "https://a.b"
    assert not wrong


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCESS_TOKEN_SECONDS", "0"),
        ("REFRESH_TOKEN_SECONDS", "a month"),
        ("ACCOUNT_LIMIT", "often"),
        ("SMTP_URL", "http://me:secret@mail"),
        ("SMTP_URL", "smtp://"),
        ("APP_URL", "app.example.com"),
    ],
)
def test_a_value_without_a_meaning_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert read(monkeypatch, **{name: value})[1] == [name]


@pytest.mark.parametrize(
    ("name", "value"), [("JWT_SECRET", ""), ("JWT_LONGEST_LIFETIME", 60), ("FLASK_ENV", "live")]
)
def test_accounts_do_not_start_without_what_they_need(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    myAccountSettings.check()
    monkeypatch.setattr(myEnvironment, name, value)
    with pytest.raises(SystemExit):
        myAccountSettings.check()


def test_the_application_checks_the_settings(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(myEnvironment, "JWT_LONGEST_LIFETIME", 60)
    with pytest.raises(SystemExit):
        create_app()


def test_a_token_says_what_the_settings_ask_for(app: Flask) -> None:
    with app.app_context():
        data: Any = RegisterSchema().load(made_up())
        account = myAuthService.create(data, ["a"])
    app.config |= {"JWT_ISSUER": "https://me", "JWT_AUDIENCE": ["shop"], "JWT_TYPE": "at+jwt"}
    with app.app_context():
        token = access_token(account)
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get(f"{AUTH}/me", headers=headers).status_code == 200


def test_a_limit_knows_an_account_however_its_address_is_typed(app: Flask) -> None:
    keys = set()
    for email in ("ann@example.com", "ANN@example.com"):
        with app.test_request_context(json={"email": email}):
            keys.add(account_key())
    assert len(keys) == 1
    for body in (b"[1]", b"{", b'{"email": 1}', b'{"email": "\\ud800"}'):
        with app.test_request_context(data=body, content_type="application/json"):
            assert account_key() not in keys


def test_a_mail_needs_a_server_that_encrypts(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def answer() -> None:
            connection, _ = listener.accept()
            with connection, connection.makefile("rw", newline="") as stream:
                stream.write("220 ready\r\n")
                stream.flush()
                while stream.readline():
                    stream.write("250 no extensions\r\n")
                    stream.flush()

        server = threading.Thread(target=answer)
        server.start()
        monkeypatch.setattr(myAccountSettings, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        with pytest.raises(smtplib.SMTPNotSupportedError):
            mail.send_mail("ann@example.com", "Hello", "text")
        server.join(10)
        assert not server.is_alive()


def test_without_a_server_a_mail_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    mail.send_mail("ann@example.com", "Hello", mail.link("verify", "the-token"))
    assert "the-token" in caplog.text


def test_work_is_done_after_the_answer_and_its_errors_are_logged(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(background, "_places", threading.BoundedSemaphore(1))
    done, steps = threading.Event(), list[object]()
    monkeypatch.setattr(background, "sleep", steps.append)

    def work(text: str) -> None:
        steps.append(work)
        done.set()
        raise KeyError(text)

    with app.app_context():
        background.later(work, "the reason")
    assert done.wait(10)
    assert steps == [background.PAUSE, work]
    assert background._places.acquire(timeout=10)  # it gives its place back behind the log
    background._places.release()
    assert "the reason" in caplog.text


def test_more_work_than_fits_into_memory_is_refused(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_places", threading.BoundedSemaphore(1))
    go_on = threading.Event()

    def wait() -> None:
        go_on.wait(10)

    with app.app_context():
        background.later(wait)
        with pytest.raises(APIException) as refused:
            background.later(go_on.set)
    assert refused.value.status_code == 503
    go_on.set()


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Run ``flask user`` with words and a password on standard input."""
    monkeypatch.setattr(hashed, "METHOD", "pbkdf2:sha256:1")
    runner = FlaskCliRunner(app)

    def run(*words: str, password: str = PASSWORD) -> tuple[int, str]:
        done = runner.invoke(args=["user", *words], input=f"{password}\n")
        return done.exit_code, done.output

    return run


def test_accounts_are_made_and_changed_by_commands(
    app: Flask, run: Callable[..., tuple[int, str]]
) -> None:
    own = [
        f"{name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in made_up().items()
        if name not in ("email", "password")
    ]
    assert run("create", "Ann@example.com", "--role", "admin", *own)[0] == 0
    assert run("create", "ann@example.com", *own)[0] == 1  # it is there
    assert run("create", "bob@example.com", *own, password="short")[0] == 1
    assert run("role", "ann@example.com", "editor")[0] == 0
    assert run("role", "ann@example.com", "admin", "--remove")[0] == 0
    assert run("list")[1].split()[1:] == ["ann@example.com", "active", "editor"]
    with app.app_context():
        assert myAuthService.login("ann@example.com", PASSWORD)
        assert run("disable", "ann@example.com")[0] == 0
        with pytest.raises(APIException):
            myAuthService.login("ann@example.com", PASSWORD)
        assert run("disable", "ann@example.com", "--undo")[0] == 0
        assert myAuthService.login("ann@example.com", PASSWORD)
    assert run("role", "nobody@example.com", "admin")[0] == 1
