"""A word of the spec as a command line gives it: its short text, or the object in JSON."""

from collections.abc import Callable
from typing import TypeVar

from ant.core.errors import InvalidSpec, Problem
from ant.core.field_rules import Fault
from ant.core.json_depth import read_json
from ant.core.words import quoted

Value = TypeVar("Value")
Reader = Callable[[object], tuple[Value | None, tuple[Fault, ...]]]
"""Reads either spelling; returns None for what has faults, and these."""


def read_spelled(word: str, text: str, read: Reader[Value]) -> Value | None:
    """Return what ``--word TEXT`` says; raise ``InvalidSpec`` with everything wrong with it."""
    try:
        given = read_json(text) if text.lstrip().startswith("{") else text
    except ValueError:
        raise InvalidSpec(Problem(f"Invalid --{word} {quoted(text)} (no JSON).")) from None
    value, faults = read(given)
    if faults:
        raise InvalidSpec(
            *(Problem(f"Invalid --{word} ({fault.what}).", hint=fault.hint) for fault in faults)
        )
    return value
