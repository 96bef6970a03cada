"""The settings: how they are read, and when the application refuses to start with them."""

import runpy

import pytest

from app import create_app
from startup import Environment as module
from startup.Environment import Environment, myEnvironment


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Environment:
    """Read the settings anew, with these variables set."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    environment: Environment = runpy.run_path(module.__file__)["myEnvironment"]
    return environment


def test_a_variable_of_the_process_wins_over_the_env_file() -> None:
    assert myEnvironment.FLASK_ENV == "testing"  # conftest.py says so; .env says development


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("FLASK_ENV", "", "production"),
        ("CLEAR_DB", "", False),
        ("CLEAR_DB", "False", False),
        ("CLEAR_DB", "True", True),
        ("TESTING", "1", True),
        ("MAX_CONTENT_LENGTH", "2048", 2048),
        ("TRUSTED_PROXIES", "", 0),
        ("TRUSTED_PROXIES", "2", 2),
        ("DOCS", "False", False),
        ("DOCS", "", False),  # outside development
        (
            "CORS_ORIGINS",
            "https://a.example, https://b.example,",
            ["https://a.example", "https://b.example"],
        ),
    ],
)
def test_a_variable_becomes_a_typed_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: object
) -> None:
    assert getattr(read(monkeypatch, **{name: text}), name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [("CLEAR_DB", "perhaps"), ("MAX_CONTENT_LENGTH", "0"), ("TRUSTED_PROXIES", "-1")],
)
def test_a_value_without_a_meaning_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    with pytest.raises(SystemExit):
        read(monkeypatch, **{name: text})
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JWT_SECRET", ""),
        ("JWT_SECRET", "a" * 31),
        ("JWT_SECRET", "change-me, as the example file says"),
        ("CLEAR_DB", True),
    ],
)
def test_only_development_starts_with_an_unsafe_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: object
) -> None:
    monkeypatch.setattr(myEnvironment, name, value)
    with pytest.raises(SystemExit):
        create_app()
    assert name in capsys.readouterr().err
    monkeypatch.setattr(myEnvironment, "FLASK_ENV", "development")
    create_app()
