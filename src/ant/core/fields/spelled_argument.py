"""A word of the spec as a request gives it: its short text, or the object, also in JSON."""

from collections.abc import Callable
from typing import TypeVar

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.rules import Fault
from ant.core.planning.messages import Option, Text
from ant.core.text.json_depth import read_json
from ant.core.text.words import quoted

Value = TypeVar("Value")
Reader = Callable[[object], tuple[Value | None, tuple[Fault, ...]]]
"""Reads either spelling; returns None for what has faults, and these."""


def read_spelled(word: str, argument: object, read: Reader[Value]) -> Value | None:
    """Return the parsed value of a word; raise ``InvalidSpec`` with everything wrong with it."""
    is_json = isinstance(argument, str) and argument.lstrip().startswith("{")
    try:
        given = read_json(argument) if isinstance(argument, str) and is_json else argument
    except ValueError:
        message = Text("Invalid ", Option(word), f" {quoted(str(argument))} (no JSON).")
        raise InvalidSpec(Problem(message)) from None
    value, faults = read(given)
    if faults:
        raise InvalidSpec(
            *(
                Problem(Text("Invalid ", Option(word), f" ({fault.what})."), hint=fault.hint)
                for fault in faults
            )
        )
    return value
