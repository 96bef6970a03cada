"""The style of JSON keys: as the fields are named, or camelCase."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from ant.core.errors import Problem
from ant.core.locations import Step, Where
from ant.core.spec import Route, Spec
from ant.core.text.words import quoted

JSON, CAMEL = "json", "camelCase"
"""The word of a project, and its values."""
WORDS = {"json_keys": JSON}
"""The names in a spec of options with other names in requests."""

_WORD = re.compile("(?<=[^_])_([^_])")


def camel(name: str) -> str:
    """Return a name in camelCase: ``createdAt`` for ``created_at``."""
    return _WORD.sub(lambda found: found[1].upper(), name)


def uses_camel(spec: Spec) -> bool:
    """Whether clients of a project with this spec write keys in camelCase."""
    return spec.json_keys == CAMEL


def json_keys_problem(value: object) -> tuple[str, str] | None:
    """Return the message and the hint for an invalid value; None for a valid one."""
    if value == CAMEL:
        return None
    shown = f" {quoted(value)}" if isinstance(value, str) else ""
    what = f"Invalid '{JSON}'{shown} of the project (must be {CAMEL})."
    return what, "Leave it out for keys such as created_at."


def read_json_keys(project: dict[str, Any], complain: Callable[[str, Step, str], None]) -> str:
    """Return the case of JSON keys of a project, '' for none; ``complain`` of an invalid one."""
    problem = json_keys_problem(project[JSON]) if JSON in project else None
    if problem:
        complain(problem[0], ("project", JSON), problem[1])
    return CAMEL if JSON in project and not problem else ""


def clashes_of_json_keys(spec: Spec, where: Where = lambda path: "") -> Iterator[Problem]:
    """Problems of fields of one route whose JSON keys would be the same."""
    for route in spec.routes if uses_camel(spec) else ():
        for first, second, key in _clashes(route):
            fields = f"Fields '{first}' and '{second}' of route '{route.names.text}'"
            path: Step = ("routes", route.names.text, "fields", second)
            message = f"{fields} would both be '{key}' in JSON, which is in {CAMEL}."
            yield Problem(message, where(path) or None, "Give one of them another name.")


def _clashes(route: Route) -> Iterator[tuple[str, str, str]]:
    seen: dict[str, str] = {}
    for field in route.fields:
        key = camel(field.key or field.name)
        if key in seen:
            yield seen[key], field.name, key
        seen.setdefault(key, field.name)
