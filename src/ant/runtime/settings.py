"""The settings of a project as its own code reads them: the environment, then ``.env``."""

import os
import re
from collections.abc import Mapping

from ant.runtime.embedded import DEFAULT_FILE

_LINE = re.compile(
    r"""[ \t]*(?:export[ \t]+)?(?:'(?P<quoted>[^']+)'|(?P<name>[^=\#\s]+))[ \t]*
    (?:=(?:[ \t]*'(?P<single>(?:\\'|[^'])*)'|[ \t]*"(?P<double>(?:\\"|[^"])*)"
    |(?P<plain>[^\r\n]*)))?
    [^\r\n]*(?:\r\n|\n|\r|$)""",
    re.VERBOSE,
)
_VARIABLE = re.compile(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}")
_ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\", "\\'": "'",
            "\\a": "\a", "\\b": "\b", "\\f": "\f", "\\v": "\v"}  # fmt: skip


def read_settings(root: str, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variables that a project's code would see; those of the environment win."""
    environment_values = dict(os.environ if environment is None else environment)
    try:
        with open(os.path.join(root, ".env"), encoding="utf-8") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError):
        return environment_values
    return _parsed(text, environment_values) | environment_values


def sqlite_file(root: str, settings: Mapping[str, str]) -> str:
    """Return the path of the embedded database that the settings name."""
    return os.path.join(root, "api", settings.get("SQLITE_FILE") or DEFAULT_FILE)


def _parsed(text: str, environment_values: Mapping[str, str]) -> dict[str, str]:
    """What python-dotenv makes of a text; a value may name variables that are known before it."""
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = _LINE.match(text, position)
        if match is None or text[position] in "#\r\n":
            position = _next_line(text, position)
            continue
        position = max(match.end(), position + 1)
        name = match["quoted"] or match["name"]
        if match["single"] is None and match["double"] is None and match["plain"] is None:
            continue  # a name without "=" sets nothing
        found[name] = _expanded(_value(match), {**found, **environment_values})
    return found


def _next_line(text: str, position: int) -> int:
    end = re.compile(r"\r\n|\n|\r|\Z").search(text, position)
    return max(end.end(), position + 1) if end else len(text)


def _value(match: re.Match[str]) -> str:
    if match["single"] is not None:
        return re.sub(r"\\[\\']", lambda found: _ESCAPES[found[0]], match["single"])
    if match["double"] is not None:
        return re.sub(r"\\[\\'\"abfnrtv]", lambda found: _ESCAPES[found[0]], match["double"])
    return re.sub(r"\s+#.*", "", match["plain"]).strip()


def _expanded(value: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: known.get(found["name"], found["default"] or ""), value)
