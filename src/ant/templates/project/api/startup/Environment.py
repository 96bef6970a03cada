"""Every environment variable of the application, read and typed in one place."""

import os
import re
from copy import copy
from pathlib import Path

from dotenv import load_dotenv

from startup.refuse_to_start import refuse_to_start

API_ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32  # bytes: RFC 7518, section 3.2, asks HS256 for a key as long as its hash
EXAMPLE_SECRET = "change-me"  # what .env.example holds
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ORIGIN = re.compile(r"[a-z][a-z0-9.+-]*://[a-z0-9.-]+(:[0-9]+)?", re.IGNORECASE)
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[\w.-]+)(:(?P<port>[0-9]{1,5}))?", re.ASCII | re.IGNORECASE)
HOST_NAME = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
SECONDS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?")
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


def _count(name: str, value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 3:
        return int(value)
    WRONG[name] = f"{name} must be a whole number from 0 to 99, not {value!r}."
    return 0


def _log_level(name: str, value: str) -> str:
    if value.upper() in LOG_LEVELS:
        return value.upper()
    WRONG[name] = f"{name} must be one of {', '.join(LOG_LEVELS)}, not {value!r}."
    return "INFO"


def _origins(name: str, value: str) -> list[str]:
    origins = [item.strip() for item in value.split(",") if item.strip()]
    for origin in origins:
        if not ORIGIN.fullmatch(origin):  # no wildcards, and nothing that reads as a pattern
            WRONG[name] = f"{name} holds {origin!r}; an origin is like https://app.example.com."
    return origins


def _hosts(name: str, value: str) -> list[str] | None:
    hosts = [item.strip() for item in value.split(",") if item.strip()]
    for host in hosts:
        if not HOST_NAME.fullmatch(host):
            WRONG[name] = f"{name} holds {host!r}; a host is like api.example.com or .example.com."
    return hosts or None


def _host(name: str, value: str) -> str:
    address = HOST.fullmatch(value)
    if not value or value.startswith("/") or (address and int(address["port"] or 0) <= 65535):
        return value  # none, the folder of a Unix socket, or a host
    # The value stays out of the log: somebody may have put a URL with a password there.
    WRONG[name] = f"{name} must be a host name, with ':port' where it is not 5432."
    return NOWHERE


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
    TRUSTED_PROXIES: int = _count("TRUSTED_PROXIES", os.environ.get("TRUSTED_PROXIES") or "0")
    TRUSTED_HOSTS: list[str] | None = _hosts("TRUSTED_HOSTS", os.environ.get("TRUSTED_HOSTS", ""))
    DOCS: bool = _flag("DOCS", os.environ.get("DOCS") or str(FLASK_ENV == "development"))
    CORS_ORIGINS: list[str] = _origins("CORS_ORIGINS", os.environ.get("CORS_ORIGINS", ""))

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

    S3_ACCESS_KEY: str = os.environ.get("S3_ACCESS_KEY", "")
    S3_SECRET_KEY: str = os.environ.get("S3_SECRET_KEY", "")

    COGNITO_REGION: str = os.environ.get("COGNITO_REGION", "")
    COGNITO_USERPOOL_ID: str = os.environ.get("COGNITO_USERPOOL_ID", "")
    COGNITO_APP_CLIENT_ID: str = os.environ.get("COGNITO_APP_CLIENT_ID", "")
    COGNITO_APP_CLIENT_SECRET: str = os.environ.get("COGNITO_APP_CLIENT_SECRET", "")
    COGNITO_ACCESS_KEY_ID: str = os.environ.get("COGNITO_ACCESS_KEY_ID", "")
    COGNITO_SECRET_ACCESS_KEY: str = os.environ.get("COGNITO_SECRET_ACCESS_KEY", "")

    def check(self) -> None:
        """Refuse to start with what is wrong or, outside development, unsafe: all of it at once."""
        _refuse([*self._wrong(), *self._unsafe()])

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

    def _wrong(self) -> list[str]:
        return [reason for name, reason in WRONG.items() if name not in vars(self)]

    def _unsafe(self) -> list[str]:
        reasons: list[str] = []
        if self.FLASK_ENV == "development":
            return reasons
        if self.CLEAR_DB:
            reasons.append("CLEAR_DB drops every table; it is for FLASK_ENV=development only.")
        if self.JWT_SECRET.startswith(EXAMPLE_SECRET):
            reasons.append("JWT_SECRET is still the example; set a random one.")
        elif len(self.JWT_SECRET.strip().encode()) < SHORTEST_SECRET:
            reasons.append(f"JWT_SECRET must be set, to {SHORTEST_SECRET} random bytes or more.")
        return reasons


myEnvironment = Environment()
