"""Validation of the arguments of a tool call."""

from collections.abc import Mapping
from typing import Any

from ant.core.errors import InvalidRequest, Problem
from ant.core.text.words import did_you_mean, listed, quoted

_KINDS: dict[str, type] = {"string": str, "boolean": bool, "object": dict, "array": list}


def check_arguments(tool: str, schema: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
    """Raise ``InvalidRequest`` with all that does not fit the schema of a tool's arguments."""
    known = schema["properties"]
    problems = [
        Problem(f"{tool} needs the argument '{name}'.")
        for name in schema.get("required", ())
        if name not in arguments
    ]
    for name, value in arguments.items():
        if name not in known:
            takes = listed([f"'{word}'" for word in known]) or "none"
            hint = did_you_mean(name, known, f"It takes {takes}.")
            problems.append(Problem(f"{tool} has no argument {quoted(name)}.", hint=hint))
            continue
        kinds = _kinds(known[name])
        if kinds and not isinstance(value, tuple(_KINDS[kind] for kind in kinds)):
            expected = " or ".join(kinds)
            problems.append(Problem(f"{tool}: '{name}' is {value!r:.60} and no {expected}."))
        elif value not in known[name].get("enum", [value]):
            choices = listed([f"'{choice}'" for choice in known[name]["enum"]])
            problems.append(Problem(f"{tool}: '{name}' is {value!r:.60} and none of {choices}."))
    if problems:
        raise InvalidRequest(*problems)


def _kinds(schema: Mapping[str, Any]) -> list[str]:
    """The types in a schema; none where any is allowed."""
    named = schema.get("type", [])
    return [named] if isinstance(named, str) else named
