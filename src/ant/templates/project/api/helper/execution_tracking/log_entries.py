"""The format of log entries: one line without secrets, as text or as JSON."""

import json
import logging
import re
from typing import Any

from startup.Environment import Environment, myEnvironment

# Control characters, so that a message cannot start a line of its own or steer a terminal.
_CONTROLS = [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029]
_ESCAPES = str.maketrans({code: ascii(chr(code))[1:-1] for code in _CONTROLS})
SHORTEST_SECRET = 6  # characters: a shorter one would be masked inside ordinary words, too
TOKEN = re.compile(
    r"(?P<kind>\b(?:bearer|basic)\s+|\bauthorization\W{1,5}(?:\w+\s+)?)[\w.~+/=-]{8,}"
    r"|\beyJ[\w-]+\.[\w.-]+",  # any JSON Web Token: its header begins with {"
    re.IGNORECASE | re.ASCII,
)


def secrets_of(settings: Environment) -> list[str]:
    """Return the values that must not be logged, the longest first."""
    secrets = [
        settings.JWT_SECRET,
        *settings.JWT_EARLIER_SECRETS,
        settings.POSTGRES_PASSWORD,
        settings.REDIS_URL,
        settings.S3_SECRET_KEY,
        settings.COGNITO_APP_CLIENT_SECRET,
        settings.COGNITO_SECRET_ACCESS_KEY,
    ]
    return sorted((text for text in secrets if len(text) >= SHORTEST_SECRET), key=len, reverse=True)


SECRETS = secrets_of(myEnvironment)


def masked(text: str) -> str:
    """Return a text without tokens and without the values of secret settings."""
    for secret in SECRETS:
        text = text.replace(secret, "***")
    return TOKEN.sub(lambda token: f"{token['kind'] or ''}***", text)


def in_one_line(text: str) -> str:
    """Return a masked text whose control characters are escaped."""
    text = masked(text)
    return text if text.isprintable() else text.translate(_ESCAPES)


def indented(traceback: str) -> str:
    """Return a masked traceback whose lines are indented: only an entry begins at the margin."""
    lines = masked(traceback).split("\n")
    return "\n".join(f"    {line.translate(_ESCAPES)}" for line in lines)


def make_safe(record: logging.LogRecord) -> bool:
    """Filter for the handler of another logger: it writes a safe line and a safe traceback."""
    record.msg, record.args = in_one_line(record.getMessage()), ()
    if record.exc_info:
        record.exc_text = indented(logging.Formatter().formatException(record.exc_info))
    return True


class JSONFormatter(logging.Formatter):
    """Writes each entry as one line of JSON, its traceback included."""

    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry of ``myLogger`` with its fields, or the message of another logger."""
        entry: dict[str, object] = {"time": self.formatTime(record), "level": record.levelname}
        entry |= {"logger": record.name, **members_of(record)}
        if record.exc_info:
            entry["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(entry, default=str)


def members_of(record: logging.LogRecord) -> dict[str, object]:
    """Return the message with the fields that ``myLogger`` was given; each without secrets."""
    entry: dict[str, Any] = getattr(record, "entry", {})
    if not entry:
        return {"message": in_one_line(record.getMessage())}
    members = {"message": entry["message"]}
    for name, value in entry["fields"].items():
        members[name] = in_one_line(value) if isinstance(value, str) else value
    return members | ({"request_id": entry["request_id"]} if entry["request_id"] else {})


def log_in_json() -> None:
    """Write all that anybody logs, and warnings, as JSON: every line can be parsed."""
    handler = logging.StreamHandler()
    handler.setFormatter(JSONFormatter())
    logging.getLogger().addHandler(handler)
    logging.captureWarnings(True)
