"""Every environment variable of the application, read and typed in one place."""

import os
import re
from copy import copy
from importlib import import_module
from pathlib import Path

from dotenv import load_dotenv
from flask.helpers import get_debug_flag

from helper.verification_keys import VerificationKey, pem_keys
from startup.refuse_to_start import refuse_to_start
from startup.secret_strength import weakness_of

API_ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32  # bytes: RFC 7518, section 3.2, asks HS256 for a key as long as its hash
EXAMPLE_SECRET = "change-me"  # what .env.example holds
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("text", "json")
ORIGIN = re.compile(r"[a-z][a-z0-9.+-]*://[a-z0-9.-]+(:[0-9]+)?", re.IGNORECASE)
WORD = re.compile(r"[\w-]+", re.ASCII)
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:(?P<port>[0-9]{1,5}))?", re.ASCII | re.IGNORECASE)
HOST_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
HOST_NAME = re.compile(rf"\.?{HOST_LABEL}(\.{HOST_LABEL})*")
LOCAL_HOSTS = ("127.0.0.1", "localhost")  # which the health check of a container calls
LONGEST_DRAIN = 25  # seconds: after it gunicorn has 30, and a container is killed after 60
SECONDS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?")
ISSUER = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?(/[\w.~/-]*)?", re.ASCII | re.IGNORECASE)
REDIS = re.compile(rf"rediss?://([^\s/?#]*@)?{HOST.pattern}([/?]\S*)?", HOST.flags)
NOWHERE = "wrong.invalid"  # a host that nothing can be connected to (RFC 2606)
WRONG: dict[str, str] = {}
"""What is wrong with the value of a variable, by its name; ``Environment.check`` tells it."""

load_dotenv(API_ROOT.parent / ".env")  # a variable that the process already has wins over the file


def _flag(name: str, value: str) -> bool:
    if value.lower() in {"true", "1", "yes", "on"}:
        return True
    if value.lower() not in {"false", "0", "no", "off", ""}:
        WRONG[name] = f"{name} must be True or False, not {value!r}."
    return False


def _positive(name: str, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 19 and int(value) > 0:
        return int(value)
    WRONG[name] = f"{name} must be a whole number above 0, not {value!r}."
    return 1


def _seconds(name: str, value: str) -> float:
    if SECONDS.fullmatch(value) and float(value) > 0:
        return float(value)
    WRONG[name] = f"{name} must be seconds above 0, such as 5 or 0.5, not {value!r}."
    return 1.0


def _seconds_or_none(name: str, value: str) -> float:
    return 0.0 if value == "0" else _seconds(name, value)


def _count(name: str, value: str, highest: int = 99) -> int:
    if value.isascii() and value.isdigit() and len(value) < 19 and int(value) <= highest:
        return int(value)
    WRONG[name] = f"{name} must be a whole number from 0 to {highest}, not {value!r}."
    return 0


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _log_level(name: str, value: str) -> str:
    if value.upper() in LOG_LEVELS:
        return value.upper()
    WRONG[name] = f"{name} must be one of {', '.join(LOG_LEVELS)}, not {value!r}."
    return "INFO"


def _log_format(name: str, value: str) -> str:
    if value.lower() not in LOG_FORMATS:
        WRONG[name] = f"{name} must be text or json, not {value!r}."
    return value.lower()


def _origins(name: str, value: str) -> list[str]:
    origins = _items(value)
    for origin in origins:
        if not ORIGIN.fullmatch(origin):  # no wildcards, and nothing that reads as a pattern
            WRONG[name] = f"{name} holds {origin!r}; an origin is like https://app.example.com."
    return origins


def _hosts(name: str, value: str) -> list[str] | None:
    hosts = _items(value.lower())
    for host in hosts:
        if not HOST_NAME.fullmatch(host):
            WRONG[name] = f"{name} holds {host!r}; a host is like api.example.com or .example.com."
    return [*hosts, *LOCAL_HOSTS] if hosts else None


def _host(name: str, value: str) -> str:
    address = HOST.fullmatch(value)
    if not value or value.startswith("/") or (address and int(address["port"] or 0) <= 65535):
        return value  # none, the folder of a Unix socket, or a host
    # The value stays out of the log: somebody may have put a URL with a password there.
    WRONG[name] = f"{name} must be a host name, with ':port' where it is not 5432."
    return NOWHERE


def _weakness_of(secret: str) -> str | None:
    if secret.startswith(EXAMPLE_SECRET):
        return "is still the example; set a random one."
    return weakness_of(secret, SHORTEST_SECRET)


def _public_keys(name: str, value: str) -> list[VerificationKey]:
    try:
        return pem_keys((API_ROOT / value).read_text()) if value else []
    except (OSError, ValueError) as error:
        # Without the value, in whose place somebody may have put a key.
        why = getattr(error, "strerror", None) or "it holds something else."
        WRONG[name] = f"{name} must name a file of public keys in PEM form: {why}"
        return []


def _url(name: str, value: str, shape: re.Pattern[str], example: str) -> str:
    if value and not shape.fullmatch(value):
        # Without the value, in which there may be a password.
        WRONG[name] = f"{name} must be a URL like {example}."
    return value


def rate_limit(name: str, value: str) -> str:
    """Return how often somebody may ask, such as ``10 per minute``; empty is no limit."""
    try:
        if value and import_module("limits").parse(value).amount < 1:
            raise ValueError
    except ValueError:
        WRONG[name] = f"{name} must be like '10 per minute', not {value!r}."
    return value


def _refuse(reasons: list[str]) -> None:
    if reasons:
        refuse_to_start(" ".join(reasons))


class Environment:
    """The settings as typed attributes; import ``myEnvironment``, never ``os.environ``.

    What is wrong with a variable is told by ``check``, so that nothing fails while it is imported.
    """

    FLASK_APP: str = os.environ.get("FLASK_APP") or "app.py"
    FLASK_ENV: str = os.environ.get("FLASK_ENV") or "production"
    TESTING: bool = _flag("TESTING", os.environ.get("TESTING", ""))
    LOG_LEVEL: str = _log_level("LOG_LEVEL", os.environ.get("LOG_LEVEL") or "INFO")
    MAX_CONTENT_LENGTH: int = _positive(
        "MAX_CONTENT_LENGTH", os.environ.get("MAX_CONTENT_LENGTH") or "1048576"
    )
    REQUEST_TIMEOUT: float = _seconds("REQUEST_TIMEOUT", os.environ.get("REQUEST_TIMEOUT") or "20")
    DRAIN_SECONDS: int = _count(
        "DRAIN_SECONDS",
        os.environ.get("DRAIN_SECONDS") or ("0" if FLASK_ENV == "development" else "5"),
        LONGEST_DRAIN,
    )
    TRUSTED_PROXIES: int = _count("TRUSTED_PROXIES", os.environ.get("TRUSTED_PROXIES") or "0")
    TRUSTED_HOSTS: list[str] | None = _hosts("TRUSTED_HOSTS", os.environ.get("TRUSTED_HOSTS", ""))
    DOCS: bool = _flag("DOCS", os.environ.get("DOCS") or str(FLASK_ENV == "development"))
    CORS_ORIGINS: list[str] = _origins("CORS_ORIGINS", os.environ.get("CORS_ORIGINS", ""))
    RATE_LIMIT: str = rate_limit("RATE_LIMIT", os.environ.get("RATE_LIMIT", ""))
    REDIS_URL: str = _url(
        "REDIS_URL", os.environ.get("REDIS_URL", ""), REDIS, "redis://:password@redis:6379"
    )

    # What an operator sees, and where errors and traces are sent.
    LOG_FORMAT: str = _log_format("LOG_FORMAT", os.environ.get("LOG_FORMAT") or "text")
    SLOW_STATEMENT_SECONDS: float = _seconds_or_none(
        "SLOW_STATEMENT_SECONDS", os.environ.get("SLOW_STATEMENT_SECONDS") or "0"
    )
    METRICS_PORT: int = _count("METRICS_PORT", os.environ.get("METRICS_PORT") or "0", 65535)
    SENTRY_DSN: str = os.environ.get("SENTRY_DSN", "")
    OTEL_EXPORTER_OTLP_ENDPOINT: str = os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")
    OTEL_SERVICE_NAME: str = os.environ.get("OTEL_SERVICE_NAME") or "api"

    POSTGRES_USER: str = os.environ.get("POSTGRES_USER", "")
    POSTGRES_PASSWORD: str = os.environ.get("POSTGRES_PASSWORD", "")
    POSTGRES_DB: str = os.environ.get("POSTGRES_DB", "")
    DB_URL: str = _host("DB_URL", os.environ.get("DB_URL", ""))
    SQLITE_FILE: Path = API_ROOT / (os.environ.get("SQLITE_FILE") or "instance/app.db")
    DB_POOL_SIZE: int = _positive("DB_POOL_SIZE", os.environ.get("DB_POOL_SIZE") or "3")
    DB_POOL_TIMEOUT: float = _seconds("DB_POOL_TIMEOUT", os.environ.get("DB_POOL_TIMEOUT") or "0.5")
    DB_LOCK_TIMEOUT: float = _seconds("DB_LOCK_TIMEOUT", os.environ.get("DB_LOCK_TIMEOUT") or "3")
    DB_STATEMENT_TIMEOUT: float = _seconds(
        "DB_STATEMENT_TIMEOUT", os.environ.get("DB_STATEMENT_TIMEOUT") or "5"
    )
    DB_IDLE_TIMEOUT: float = _seconds("DB_IDLE_TIMEOUT", os.environ.get("DB_IDLE_TIMEOUT") or "60")
    DB_START_TIMEOUT: float = _seconds(
        "DB_START_TIMEOUT", os.environ.get("DB_START_TIMEOUT") or "60"
    )
    CLEAR_DB: bool = _flag("CLEAR_DB", os.environ.get("CLEAR_DB", ""))
    DB_MIGRATE_ON_START: bool = _flag(
        "DB_MIGRATE_ON_START", os.environ.get("DB_MIGRATE_ON_START", "")
    )

    HASHES_AT_ONCE: int = _positive("HASHES_AT_ONCE", os.environ.get("HASHES_AT_ONCE") or "2")
    JWT_SECRET: str = os.environ.get("JWT_SECRET", "")
    JWT_EARLIER_SECRETS: list[str] = _items(os.environ.get("JWT_EARLIER_SECRETS", ""))
    JWT_PUBLIC_KEYS: list[VerificationKey] = _public_keys(
        "JWT_PUBLIC_KEYS", os.environ.get("JWT_PUBLIC_KEYS", "")
    )
    JWT_ISSUER: str = os.environ.get("JWT_ISSUER", "")
    JWT_AUDIENCE: list[str] = _items(os.environ.get("JWT_AUDIENCE", ""))
    JWT_TYPE: str = os.environ.get("JWT_TYPE", "")
    JWT_LEEWAY: int = _count("JWT_LEEWAY", os.environ.get("JWT_LEEWAY") or "0", 30)
    JWT_LONGEST_LIFETIME: int = _count(
        "JWT_LONGEST_LIFETIME", os.environ.get("JWT_LONGEST_LIFETIME") or "0", 10**9
    )
    OIDC_ISSUER: str = _url(
        "OIDC_ISSUER", os.environ.get("OIDC_ISSUER", ""), ISSUER, "https://id.example.com"
    )

    S3_ACCESS_KEY: str = os.environ.get("S3_ACCESS_KEY", "")
    S3_SECRET_KEY: str = os.environ.get("S3_SECRET_KEY", "")

    COGNITO_TOKENS: bool = _flag("COGNITO_TOKENS", os.environ.get("COGNITO_TOKENS", ""))
    COGNITO_REGION: str = os.environ.get("COGNITO_REGION", "")
    COGNITO_USERPOOL_ID: str = os.environ.get("COGNITO_USERPOOL_ID", "")
    COGNITO_APP_CLIENT_ID: str = os.environ.get("COGNITO_APP_CLIENT_ID", "")
    COGNITO_APP_CLIENT_SECRET: str = os.environ.get("COGNITO_APP_CLIENT_SECRET", "")
    COGNITO_ACCESS_KEY_ID: str = os.environ.get("COGNITO_ACCESS_KEY_ID", "")
    COGNITO_SECRET_ACCESS_KEY: str = os.environ.get("COGNITO_SECRET_ACCESS_KEY", "")

    def check(self) -> None:
        """Refuse to start with what is wrong or, outside development, unsafe: all of it at once."""
        _refuse([*self._wrong(), *self.unsafe()])

    def check_values(self) -> None:
        """Refuse to go on with what is wrong; more does not concern who only uses the database."""
        _refuse(self._wrong())

    def replace(self, **settings: object) -> "Environment":
        """Return the same settings but for these, as a test may want them."""
        replaced = copy(self)
        for name, value in settings.items():
            if not hasattr(self, name):
                raise TypeError(f"There is no setting {name}.")
            setattr(replaced, name, value)
        return replaced

    def unsafe(self) -> list[str]:
        """Return what is safe in development alone, each by its name and without its value."""
        if self.FLASK_ENV == "development":
            return []
        reasons: list[str] = []
        if self.CLEAR_DB:
            reasons.append("CLEAR_DB drops every table; it is for FLASK_ENV=development only.")
        weakness = _weakness_of(self.JWT_SECRET)
        has_keys = self.JWT_PUBLIC_KEYS or self.OIDC_ISSUER or self.COGNITO_TOKENS
        if weakness and (self.JWT_SECRET or not has_keys):
            reasons.append(f"JWT_SECRET {weakness}")
        for weakness in {_weakness_of(secret) for secret in self.JWT_EARLIER_SECRETS} - {None}:
            reasons.append(f"JWT_EARLIER_SECRETS has one that {weakness}")
        if self.OIDC_ISSUER and not self.JWT_AUDIENCE:
            reasons.append("OIDC_ISSUER needs JWT_AUDIENCE: its tokens for others would do, too.")
        if not self._is_production():
            return reasons
        if self.OIDC_ISSUER.lower().startswith("http:"):
            reasons.append("OIDC_ISSUER must be an https:// URL: keys are read from there.")
        if get_debug_flag():
            reasons.append("FLASK_DEBUG lets clients run code; it is for development only.")
        if self.TESTING:
            reasons.append("TESTING is for FLASK_ENV=testing and development only.")
        if self.DB_URL and self.POSTGRES_PASSWORD.startswith(EXAMPLE_SECRET):
            reasons.append("POSTGRES_PASSWORD is still the example; set a random one.")
        return reasons

    def _wrong(self) -> list[str]:
        reasons = [reason for name, reason in WRONG.items() if name not in vars(self)]
        # A file that nobody has named is lost with its container; migrations would not help there.
        if self._is_production() and not self.DB_URL and not self._names_a_file():
            reasons.append("DB_URL must name the host of the database, or SQLITE_FILE a file.")
        pool = (self.COGNITO_REGION, self.COGNITO_USERPOOL_ID, self.COGNITO_APP_CLIENT_ID)
        if self.COGNITO_TOKENS and not all(map(WORD.fullmatch, pool)):
            reasons.append("COGNITO_TOKENS needs COGNITO_REGION, _USERPOOL_ID and _APP_CLIENT_ID.")
        if self.COGNITO_TOKENS and self.OIDC_ISSUER:
            reasons.append("COGNITO_TOKENS and OIDC_ISSUER name two issuers; set one of them.")
        return reasons

    def _is_production(self) -> bool:
        return self.FLASK_ENV not in ("development", "testing")

    def _names_a_file(self) -> bool:
        return "SQLITE_FILE" in vars(self) or bool(os.environ.get("SQLITE_FILE"))


myEnvironment = Environment()
