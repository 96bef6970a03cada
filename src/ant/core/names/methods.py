"""The HTTP method that a route or a subroute answers to."""

import json

from ant.core.errors import InvalidSpec, Problem
from ant.core.spec import METHODS
from ant.core.text.words import quoted


def read_method(given: object) -> str | None:
    """Return a method in upper case; None for what is none."""
    method = given.upper() if isinstance(given, str) and given.isascii() else ""
    return method if method in METHODS else None


def method_problem(given: object, owner: str, where: str | None = None) -> Problem:
    """Say that this is no method of a route or a subroute."""
    shown = quoted(given) if isinstance(given, str) else json.dumps(given, default=str)[:40]
    rule = "must be GET, POST, PUT, PATCH, or DELETE"
    return Problem(f"Invalid HTTP method {shown} in {owner} ({rule}).", where)


def checked_method(given: object, owner: str) -> str:
    """Return a method in upper case; raise ``InvalidSpec``."""
    method = read_method(given)
    if method is None:
        raise InvalidSpec(method_problem(given, owner))
    return method
