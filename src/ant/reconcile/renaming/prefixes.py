"""Replace the URL prefix in edited files."""

import ast
import re
from typing import NamedTuple

from ant.core.errors import Problem
from ant.core.spec import Spec
from ant.python_source.source import Source

ACCOUNTS = "/auth"
"""What the endpoints of accounts are below."""


class Urls(NamedTuple):
    """The URLs of routes in strings, before and after."""

    roots: tuple[str, ...]
    """Those of the routes, without a prefix: ``/users``."""
    old: str
    new: str

    def replaced(self, text: str) -> str:
        """The text with the new prefix before every URL."""
        found = "|".join(re.escape(f"{self.old}{root}") for root in self.roots)
        if not found:
            return text
        start = len(self.old)
        return re.sub(
            rf"(?<![\w.~/-])(?:{found})(?![\w-])", lambda url: f"{self.new}{url[0][start:]}", text
        )


def urls_of(old: Spec, new: Spec) -> Urls:
    """Return the changes of URLs between two specs with the same routes."""
    roots = [route.names.prefix for route in old.routes]
    return Urls((*roots, *([ACCOUNTS] if old.accounts else [])), old.prefix, new.prefix)


def left_behind(path: str, source: Source, rendered: Source) -> list[Problem]:
    """Return a problem for each blueprint of a rendering that a file makes with another URL."""
    current = {prefix for _, prefix in _prefixes(source)}
    return [
        Problem(
            f"'{path}' cannot be changed without risk: the blueprint is not as it was generated.",
            path,
            f"Change it by hand:\n    {ast.unparse(statement)}",
        )
        for statement, prefix in _prefixes(rendered)
        if prefix not in current
    ]


def _prefixes(source: Source) -> list[tuple[ast.stmt, str]]:
    """The statements of a module that have a ``url_prefix``, with its value."""
    return [
        (statement, ast.unparse(word.value))
        for statement in source.tree.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "url_prefix"
    ]
