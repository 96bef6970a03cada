"""Mentions of a route in texts of code: its URL, and its table in SQL."""

import ast
import re
from collections.abc import Iterator

Path = tuple[str | None, ...]
"""The segments of a URL, with None for one that may be anything."""

_HOLE = "\0"
"""Placeholder in a text for a value that is known only at run time."""

_FORMAT = re.compile(r"%s|\{\w*\}")
_FOREIGN = re.compile(r"\b(?!https?:|wss?:)[a-z][a-z0-9+.-]*://\S*", re.I)
"""URLs that no API serves: of databases, buckets, files."""

_PATH = re.compile(
    r"""((?:\0|\b(?:https?|wss?))://[^\s/?#"']*      # a server in front of the path,
       | (?<![\w.@/:-])[\w.-]+:(?:\d+|\0)            # or one without a scheme,
       | (?<![\w.~%+@*/:<-]))                        # or nothing that belongs to it
       ((?:/[^\s/?#"'`]*)+)""",
    re.I | re.X,
)
_GOES_ON = r"(?![\w~@+-]|%[0-9A-Fa-f]|\.\w)"

_FOLDERS = {
    "bin", "boot", "dev", "etc", "home", "lib", "mnt", "opt", "proc", "root", "run", "sbin", "srv",
    "sys", "tmp", "usr", "var",
}  # fmt: skip
"""Where a path begins that is one of files."""

_BEFORE = r"(?:if\s+(?:not\s+)?exists\s+|only\s+)?(?:[\"`\[]?\w+[\"`\]]?\.)?[\"`\[]?"
_KEYWORDS = r"(?:select|from|join|into|update|delete|table|truncate)"
_SHOUTED = re.compile(r"\b(?:SELECT|FROM|JOIN|INTO|UPDATE|DELETE|TABLE|TRUNCATE)\s+\Z")
_STATEMENTS = re.compile(
    r"""\b(?:select\b.*\b(?:from|join) | delete\s+from | truncate
           | (?:insert|merge|replace)\s+(?:(?:or\s+)?(?:ignore|replace)\s+)?into
           | (?:create|alter|drop|truncate|lock)
             (?:\s+(?:temp|temporary|unlogged|foreign))?\s+table)\s+\Z""",
    re.I | re.X | re.S,
)
_GO_ON = {
    "update": r"(?:(?:as\s+)?\w+\s+)?set\b",
    "from": r"(?:(?:as\s+)?\w+\s+)?(?:where|join|(?:left|inner|group|order)\s+\w+|limit)\b",
    "join": r"(?:(?:as\s+)?\w+\s+)?(?:on|using)\b",
}
"""What comes behind the table where a keyword alone does not make SQL of a sentence."""


def clue(name: str) -> re.Pattern[bytes]:
    """What is in every file that has a text of a route."""
    table = rf"(?i:\b{_KEYWORDS}\b[^\w]+(?:\w+[^\w]+){{0,4}}?{re.escape(name)}\b)"
    return re.compile(rf"/{re.escape(name)}\b|{table}".encode())


def texts_in(node: ast.AST) -> Iterator[str]:
    """The text that an expression is, where it is one: with holes in a formatted one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        values = (part.value if isinstance(part, ast.Constant) else _HOLE for part in node.values)
        yield "".join(map(str, values))


def meaning(text: str, name: str) -> str | None:
    """The mention of a route in a text, in words: by URL or by table; None without one.

    A word alone is no mention, nor is one in a sentence: it may mean anything.
    """
    if name not in text.lower():
        return None
    if has_path(text, (name,)):
        return f"'/{name}'"
    return table_in(text, name)


def table_in(text: str, name: str) -> str | None:
    """How SQL in a text mentions a table, in words; None where it does not."""
    if name not in text.lower():
        return None
    return f"the table '{name}'" if _has_table(text, name) else None


def has_path(text: str, path: Path) -> bool:
    """Whether a text has a URL with these segments; None matches any."""
    *before, last = path
    whole = re.compile(re.escape(last or "") + _GOES_ON)
    for found in _PATH.finditer(_FORMAT.sub(_HOLE, _FOREIGN.sub("", text))):
        segments = found[2].split("/")[1:]
        if not found[1] and segments[0] in _FOLDERS and segments[0] != path[0]:
            continue
        for end in range(len(before), len(segments)):
            ahead = segments[end - len(before) : end]
            if whole.match(segments[end]) and all(
                expected in (None, part) for expected, part in zip(before, ahead, strict=True)
            ):
                return True
    return False


def path_in(text: str, path: Path) -> str | None:
    """Return the URL in a text, as it is shown; None without one."""
    if not has_path(text, path):
        return None
    return "'" + "".join(f"/{part or '…'}" for part in path) + "'"


def _has_table(text: str, name: str) -> bool:
    named = rf"\b(?P<word>{_KEYWORDS})\s+(?P<at>{_BEFORE}){re.escape(name)}(?![\w-])[\"`\]]?\s*"
    return any(
        _is_sql(text[: found.start("at")], found["word"].lower(), text[found.end() :])
        for found in re.finditer(named, text, re.I)
    )


def _is_sql(before: str, word: str, after: str) -> bool:
    """Whether it is SQL around a table: also people update orders, and hear from users."""
    if _SHOUTED.search(before) or _STATEMENTS.search(before):
        return True
    return word in _GO_ON and re.match(_GO_ON[word], after, re.I) is not None
