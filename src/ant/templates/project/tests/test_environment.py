"""The settings: how they are read, and when the application refuses to start with them."""

import runpy
from pathlib import Path

import pytest

from app import create_app
from startup import Environment as module
from startup.Alchemy import init_db
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
        ("HASHES_AT_ONCE", "", 2),
        ("TRUSTED_HOSTS", "", None),
        ("TRUSTED_HOSTS", "a.example, .b.example,", ["a.example", ".b.example"]),
        ("DB_POOL_TIMEOUT", "0.25", 0.25),
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
    [
        ("CLEAR_DB", "perhaps"),
        ("DB_LOCK_TIMEOUT", "0"),
        ("MAX_CONTENT_LENGTH", "0"),
        ("HASHES_AT_ONCE", "0"),
        ("TRUSTED_HOSTS", "https://a.example"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_value_without_a_meaning_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    settings = read(monkeypatch, **{name: text})  # which by itself stops nothing
    with pytest.raises(SystemExit):
        init_db(settings)
    assert name in capsys.readouterr().err


def test_all_values_without_a_meaning_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {"LOG_LEVEL": "loud", "DB_URL": "postgresql://me:hunter2@db/shop", "TESTING": "perhaps"}
    settings = read(monkeypatch, **wrong, JWT_SECRET="")
    with pytest.raises(SystemExit):
        settings.check_values()
    [line] = capsys.readouterr().err.splitlines()
    assert [line.count(name) for name in wrong] == [1, 1, 1]
    assert "hunter2" not in line + settings.DB_URL
    assert "JWT_SECRET" not in line  # which migrations do not need
    settings.replace(LOG_LEVEL="INFO", DB_URL="", TESTING=True).check_values()


def test_settings_of_a_test_are_known_ones_and_of_the_same_database(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="JWT_SECRETS"):
        myEnvironment.replace(JWT_SECRETS="s" * 32)
    other = myEnvironment.replace(DB_URL="", SQLITE_FILE=tmp_path / "other.db")
    with pytest.raises(ValueError, match="another database"):
        init_db(other)


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
