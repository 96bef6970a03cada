"""A word of the spec as a request gives it: its short text, or the object, also in JSON."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.rules import Fault
from ant.core.planning.messages import Option, Text
from ant.core.text.json_depth import read_json
from ant.core.text.json_value import Json
from ant.core.text.words import quoted

Value = TypeVar("Value")
Reader = Callable[[object], tuple[Value | None, tuple[Fault, ...]]]
"""Reads either spelling; returns None for what has faults, and these."""


def read_spelled(word: str, argument: object, read: Reader[Value]) -> Value | None:
    """Return the parsed value of a word; raise ``InvalidSpec`` with everything wrong with it."""
    is_json = isinstance(argument, str) and argument.lstrip().startswith("{")
    value, faults = read(read_option(word, str(argument)) if is_json else argument)
    check_option((word, fault) for fault in faults)
    return value


def read_option(word: str, text: str) -> Json:
    """Return the JSON value of an option; raise ``InvalidSpec`` for a text that is none."""
    try:
        return read_json(text)
    except ValueError:
        message = Text("Invalid ", Option(word), f" {quoted(text)} (no JSON).")
        raise InvalidSpec(Problem(message)) from None


def check_option(faults: Iterable[tuple[str, Fault]]) -> None:
    """Raise ``InvalidSpec`` for what is wrong with options, each fault with its option."""
    problems = [
        Problem(Text("Invalid ", Option(word), f" ({fault.what})."), hint=fault.hint)
        for word, fault in faults
    ]
    if problems:
        raise InvalidSpec(*problems)
