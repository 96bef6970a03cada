"""The HTTP method that a route or a subroute answers to."""

import json

from ant.core.errors import InvalidSpec, Problem
from ant.core.spec import METHODS
from ant.core.text.words import quoted


def read_method(value: object) -> str | None:
    """Return a method in upper case; None for what is none."""
    method = value.upper() if isinstance(value, str) and value.isascii() else ""
    return method if method in METHODS else None


def method_problem(value: object, owner: str, where: str | None = None) -> Problem:
    """Say that this is no method of a route or a subroute."""
    shown = quoted(value) if isinstance(value, str) else json.dumps(value, default=str)[:40]
    rule = "must be GET, POST, PUT, PATCH, or DELETE"
    return Problem(f"Invalid HTTP method {shown} in {owner} ({rule}).", where)


def checked_method(value: object, owner: str) -> str:
    """Return a method in upper case; raise ``InvalidSpec``."""
    method = read_method(value)
    if method is None:
        raise InvalidSpec(method_problem(value, owner))
    return method
