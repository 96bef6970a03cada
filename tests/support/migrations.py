"""What the tests of migrations share."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec

SQLITE = "sqlite://"
"""A database in memory."""

NOTHING: Mapping[str, Any] = MappingProxyType({})

Carry = Callable[..., list[Any]]
"""Carry out steps in an empty database: its address, then each step as a list."""


def spec_of(
    rules: Mapping[str, Any] = NOTHING,
    project: Mapping[str, Any] = NOTHING,
    **routes: dict[str, Any],
) -> Spec:
    """A spec of routes by their fields; one without any is a stub.

    ``rules`` are those over several fields, by the names of routes; ``project`` is what it says
    of the project.
    """
    fields = {name: {"fields": f} if f else {} for name, f in routes.items()}
    routes = {name: {**entry, **rules.get(name, {})} for name, entry in fields.items()}
    return read_spec({"project": dict(project), "routes": routes}, parse_project_name("shop"), str)
