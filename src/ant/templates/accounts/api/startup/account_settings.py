"""The settings of accounts; `.env.example` says what each is for."""

import os
import re
from urllib.parse import urlsplit

from limits import parse

from startup.Environment import WRONG, myEnvironment
from startup.refuse_to_start import refuse_to_start

SCHEMES = ("smtp", "smtps", "smtp+plain")
REDIS = re.compile(r"(rediss?|unix)://\S+")


def _seconds(name: str, usual: int) -> int:
    value = os.environ.get(name) or str(usual)
    if value.isascii() and value.isdigit() and 0 < int(value[:19]) < 10**9:
        return int(value)
    WRONG[name] = f"{name} must be a whole number of seconds above 0, not {value!r}."
    return usual


def _limit(name: str, usual: str) -> str:
    value = os.environ.get(name) or usual
    try:
        return value and str(parse(value)) and value
    except ValueError:
        WRONG[name] = f"{name} must be like '10 per minute', not {value!r}."
        return usual


def _url(name: str, is_right: bool, example: str) -> str:
    if is_right:
        return os.environ.get(name, "").rstrip("/")
    # Without the value, in which there may be a password.
    WRONG[name] = f"{name} must be a URL like {example}."
    return ""


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


class AccountSettings:
    """What is wrong with a variable is told by ``Environment.check``, with all the others."""

    ACCESS_TOKEN_SECONDS: int = _seconds("ACCESS_TOKEN_SECONDS", 900)
    REFRESH_TOKEN_SECONDS: int = _seconds("REFRESH_TOKEN_SECONDS", 30 * 86400)
    MAIL_TOKEN_SECONDS: int = _seconds("MAIL_TOKEN_SECONDS", 3600)
    SMTP_URL: str = _url(
        "SMTP_URL",
        _is_server(os.environ.get("SMTP_URL") or "smtp://localhost"),
        "smtp://user:password@mail.example.com:587",
    )
    MAIL_FROM: str = os.environ.get("MAIL_FROM") or "accounts@localhost"
    APP_URL: str = _url(
        "APP_URL",
        (os.environ.get("APP_URL") or "https://").startswith(("https://", "http://")),
        "https://app.example.com",
    )
    ACCOUNT_LIMIT: str = _limit("ACCOUNT_LIMIT", "10 per minute")
    ADDRESS_LIMIT: str = _limit("ADDRESS_LIMIT", "60 per minute")
    RATE_LIMIT: str = _limit("RATE_LIMIT", "")
    REDIS_URL: str = _url(
        "REDIS_URL",
        bool(REDIS.fullmatch(os.environ.get("REDIS_URL") or "redis://localhost")),
        "redis://:password@redis:6379",
    )

    def check(self) -> None:
        """Refuse to start where accounts could not work, or would not be safe."""
        reasons: list[str] = []
        longest = myEnvironment.JWT_LONGEST_LIFETIME
        is_development = myEnvironment.FLASK_ENV == "development"
        if not (myEnvironment.JWT_SECRET or is_development):
            reasons.append("JWT_SECRET must be set: it signs the tokens of accounts.")
        if 0 < longest < self.ACCESS_TOKEN_SECONDS:
            reasons.append("ACCESS_TOKEN_SECONDS is more than JWT_LONGEST_LIFETIME lets through.")
        if not (self.SMTP_URL or is_development or myEnvironment.FLASK_ENV == "testing"):
            reasons.append("SMTP_URL must name the server that sends mail to owners of accounts.")
        if reasons:
            refuse_to_start(" ".join(reasons))


myAccountSettings = AccountSettings()
