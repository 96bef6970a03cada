"""The URL prefix of a project, such as ``/api/v1``."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ant.core.locations import Step
from ant.core.spec import Spec
from ant.core.text.words import quoted

LONGEST = 40
"""Characters of a prefix."""

_SHAPE = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
_TAKEN = ("docs", "health", "openapi.json", "static")
"""The URLs outside of all prefixes: the API's own page, document and probes, and static files."""


class PrefixFault(NamedTuple):
    """Why a prefix is none, and what to do."""

    what: str
    hint: str


def prefix_fault(value: object) -> PrefixFault | None:
    """Return why a value cannot be a prefix; None where it can."""
    if not isinstance(value, str):
        return PrefixFault("must be a text", 'Write "prefix": "/api/v1".')
    if not _SHAPE.fullmatch(value):
        close = "/" + "/".join(part for part in value.strip().split("/") if part)
        is_close = bool(_SHAPE.fullmatch(close)) and len(close) <= LONGEST
        why = "must be a path that begins with a slash and ends without: letters, digits, . _ -"
        return PrefixFault(why, f"Did you mean '{close}'?" if is_close else "Such as /api/v1.")
    if len(value) > LONGEST:
        return PrefixFault(f"is longer than {LONGEST} characters", "Use a shorter one.")
    first = value.split("/")[1]
    if first in _TAKEN:
        return PrefixFault(f"/{first} is the project's own", "Begin it with another word.")
    return None


def prefix_problem(value: object) -> tuple[str, str] | None:
    """Return the message for a wrong prefix, and what to do; None for a right one."""
    fault = prefix_fault(value)
    shown = f" {quoted(value)}" if isinstance(value, str) else ""
    return fault and (f"Invalid 'prefix'{shown} of the project ({fault.what}).", fault.hint)


def read_prefix(project: dict[str, Any], complain: Callable[[str, Step, str], None]) -> str:
    """Return the prefix of a project, '' for none; ``complain`` of an invalid one."""
    problem = prefix_problem(project["prefix"]) if "prefix" in project else None
    if problem:
        complain(problem[0], ("project", "prefix"), problem[1])
    return "" if problem else str(project.get("prefix", ""))


def with_prefix(spec: Spec) -> Spec:
    """Return the spec whose routes know the prefix of their URLs."""
    if not spec.prefix:
        return spec
    routes = (route._replace(url_prefix=spec.prefix) for route in spec.routes)
    return spec._replace(routes=tuple(routes))
