"""The settings of accounts; `.env.example` says what each is for."""

import os
from urllib.parse import urlsplit

from startup.Environment import WRONG, myEnvironment, rate_limit
from startup.refuse_to_start import refuse_to_start

SCHEMES = ("smtp", "smtps", "smtp+plain")


def _seconds(name: str, usual: int) -> int:
    value = os.environ.get(name) or str(usual)
    if value.isascii() and value.isdigit() and 0 < int(value[:19]) < 10**9:
        return int(value)
    WRONG[name] = f"{name} must be a whole number of seconds above 0, not {value!r}."
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
    ACCOUNT_LIMIT: str = rate_limit(
        "ACCOUNT_LIMIT", os.environ.get("ACCOUNT_LIMIT") or "10 per minute"
    )
    ADDRESS_LIMIT: str = rate_limit(
        "ADDRESS_LIMIT", os.environ.get("ADDRESS_LIMIT") or "60 per minute"
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
