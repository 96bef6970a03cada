"""What the tests of migrations share."""

from collections.abc import Callable
from typing import Any

from ant.core.names import parse_project_name
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec

SQLITE = "sqlite://"
"""A database in memory."""

Carry = Callable[..., list[Any]]
"""Carry out steps in an empty database: its address, then each step as a list."""


def spec_of(**routes: dict[str, Any]) -> Spec:
    """A spec of routes by their fields; one without any is a sketch."""
    value = {"routes": {name: {"fields": f} if f else {} for name, f in routes.items()}}
    return read_spec(value, parse_project_name("shop"), str)
