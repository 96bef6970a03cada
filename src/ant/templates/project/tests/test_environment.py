"""The settings: how they are read, and when the application refuses to start with them."""

import runpy
from pathlib import Path

import pytest

from app import create_app
from startup import Environment as module
from startup.Alchemy import init_db
from startup.Environment import Environment, myEnvironment

PUBLIC_KEY = """-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA6p3zr8p99zNB6DwGvW73UIxwJQXeo1MX1VySMSldYRc=
-----END PUBLIC KEY-----
"""


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
        ("DRAIN_SECONDS", "", 5),  # outside development
        ("DRAIN_SECONDS", "0", 0),
        ("HASHES_AT_ONCE", "", 2),
        ("TRUSTED_HOSTS", "", None),
        (
            "TRUSTED_HOSTS",
            "A.example, .b.example,",
            ["a.example", ".b.example", "127.0.0.1", "localhost"],
        ),
        ("DB_POOL_TIMEOUT", "0.25", 0.25),
        ("LOG_FORMAT", "JSON", "json"),
        ("SLOW_STATEMENT_SECONDS", "", 0),
        ("METRICS_PORT", "", 0),
        ("SLOW_STATEMENT_SECONDS", "0.5", 0.5),
        ("RATE_LIMIT", "5 per hour", "5 per hour"),
        ("REDIS_URL", "rediss://me:p%40ss@[::1]:6379/0", "rediss://me:p%40ss@[::1]:6379/0"),
        ("JWT_LEEWAY", "30", 30),
        ("JWT_LONGEST_LIFETIME", "3600", 3600),
        ("JWT_AUDIENCE", "shop, stock,", ["shop", "stock"]),
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
        ("LOG_FORMAT", "xml"),
        ("SLOW_STATEMENT_SECONDS", "-1"),
        ("METRICS_PORT", "65536"),
        ("MAX_CONTENT_LENGTH", "0"),
        ("HASHES_AT_ONCE", "0"),
        ("TRUSTED_HOSTS", "https://a.example"),
        ("TRUSTED_HOSTS", "a..example"),
        ("TRUSTED_PROXIES", "-1"),
        ("DRAIN_SECONDS", "26"),
        ("RATE_LIMIT", "often"),
        ("RATE_LIMIT", "0 per hour"),
        ("JWT_LEEWAY", "31"),
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
        ("JWT_SECRET", "Zb3k9QpX7wLm2RtYv8Nc4DfGh6JsA1e"),
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


@pytest.mark.parametrize(
    "secret",
    [
        " " * 40,
        "a" * 40,
        "password" * 5,
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "Zb3k9QpX7wLm2RtYv8Nc4DfGh6JsA1e ",  # 31 bytes that count
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0C\n-----END PUBLIC KEY-----",
    ],
)
def test_a_secret_that_can_be_guessed_is_unsafe(secret: str) -> None:
    for name, value in (("JWT_SECRET", secret), ("JWT_EARLIER_SECRETS", [secret])):
        settings = myEnvironment.replace(**{name: value})
        [reason] = settings.unsafe()
        assert reason.startswith(name) and secret not in reason
        assert not settings.replace(FLASK_ENV="development").unsafe()


@pytest.mark.parametrize(
    ("name", "text"),
    [("FLASK_DEBUG", "1"), ("TESTING", "True"), ("POSTGRES_PASSWORD", "change-me")],
)
def test_production_is_not_set_up_as_a_development_is(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    safe = {"FLASK_ENV": "production", "FLASK_DEBUG": "0", "TESTING": "False", "DB_URL": "db"}
    assert not read(monkeypatch, **safe, POSTGRES_PASSWORD="hunter2").unsafe()
    [reason] = read(monkeypatch, **{name: text}).unsafe()
    assert reason.startswith(name)


def test_public_keys_are_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys = tmp_path / "keys.pem"
    keys.write_text(PUBLIC_KEY)
    settings = read(monkeypatch, JWT_PUBLIC_KEYS=str(keys), JWT_SECRET="")
    assert [key.algorithm for key in settings.JWT_PUBLIC_KEYS] == ["EdDSA"]
    assert not settings.unsafe()  # which needs no secret then
    for text in ("no key", f"{PUBLIC_KEY}x", PUBLIC_KEY.replace("PUBLIC", "PRIVATE")):
        keys.write_text(text)
        with pytest.raises(SystemExit):
            read(monkeypatch).check_values()
    with pytest.raises(SystemExit):
        read(monkeypatch, JWT_PUBLIC_KEYS=str(tmp_path / "nothing.pem")).check_values()


def test_an_issuer_is_asked_over_https_and_for_tokens_that_are_for_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = "https://id.example.com/realms/shop"
    settings = read(monkeypatch, OIDC_ISSUER=url, JWT_AUDIENCE="shop", JWT_SECRET="")
    assert not settings.unsafe()
    [reason] = settings.replace(JWT_AUDIENCE=[]).unsafe()
    assert "JWT_AUDIENCE" in reason
    insecure = settings.replace(OIDC_ISSUER="http://id.example.com")
    assert not insecure.unsafe()
    [reason] = insecure.replace(FLASK_ENV="production", TESTING=False).unsafe()
    assert reason.startswith("OIDC_ISSUER")
    for wrong in (
        "id.example.com",
        "ftp://id.example.com",
        "https://me:x@id.example.com",
        f"{url}?x",
    ):
        with pytest.raises(SystemExit):
            read(monkeypatch, OIDC_ISSUER=wrong).check_values()


def test_tokens_of_cognito_need_its_pool_and_client(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = {"COGNITO_REGION": "eu-central-1", "COGNITO_USERPOOL_ID": "eu-central-1_Shop"}
    settings = read(
        monkeypatch, COGNITO_TOKENS="True", **pool, COGNITO_APP_CLIENT_ID="app", JWT_SECRET=""
    )
    settings.check_values()
    assert not settings.unsafe()
    for name, value in (
        ("COGNITO_REGION", ""),
        ("COGNITO_REGION", "evil.example/"),
        ("COGNITO_USERPOOL_ID", ""),
        ("COGNITO_APP_CLIENT_ID", ""),
        ("OIDC_ISSUER", "https://id.example.com"),
    ):
        with pytest.raises(SystemExit):
            settings.replace(**{name: value}).check_values()


def test_production_has_to_name_its_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = read(monkeypatch, FLASK_ENV="production", TESTING="False", DB_URL="", SQLITE_FILE="")
    with pytest.raises(SystemExit):
        settings.check_values()  # migrations, too, would go astray
    assert "DB_URL" in capsys.readouterr().err
    settings.replace(DB_URL="db").check_values()
    read(monkeypatch, SQLITE_FILE="instance/app.db").check_values()
