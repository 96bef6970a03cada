"""Rules of later versions: specs that break them may have been applied, and are still read."""

from collections.abc import Iterator
from math import isinf

from ant.core.fields.field import Field
from ant.core.fields.rules import Fault
from ant.core.text.words import quoted

LONGEST_BODY = 1_048_576
"""Characters: a body of a request has no more bytes, unless its owner allows that."""


def broken_later_rules(field: Field) -> Iterator[Fault]:
    """What is refused of a field that keeps all older rules."""
    shortest, longest = field.kind.shortest, field.maximum
    if isinstance(longest, int) and longest < shortest:
        what = f"'max' {longest} is too short for {field.type}: "
        what += f"the shortest has {shortest} characters"
        yield Fault(what, f"Give it a max of {shortest} or more.", "max")
    if field.pattern:
        yield from _widths(field)
        yield from _steps(field)


def _widths(field: Field) -> Iterator[Fault]:
    """What keeps every text of the right length from matching a valid pattern."""
    from ant.core.patterns.automaton import widths_of  # noqa: PLC0415, few fields have a pattern

    least, most = widths_of(field.pattern)
    longest, shortest = field.maximum, field.minimum
    if isinstance(longest, int) and least > longest:
        what = f"'pattern' takes {least} characters or more, and 'max' is {longest}"
        yield Fault(what, "Give another max, or another pattern.", "pattern")
    if isinstance(shortest, int) and most is not None and most < shortest:
        what = f"'pattern' takes {most} characters or less, and 'min' is {shortest}"
        yield Fault(what, "Give another min, or another pattern.", "pattern")


def _steps(field: Field) -> Iterator[Fault]:
    """A valid pattern that would hold up a worker for long, with a text that somebody chose."""
    from ant.core.patterns.cost import MOST_STEPS, most_steps  # noqa: PLC0415, as above

    longest = field.maximum if isinstance(field.maximum, int) else LONGEST_BODY
    steps = most_steps(field.pattern, longest)
    if steps > MOST_STEPS:
        what = f"'pattern' {quoted(field.pattern)} can take minutes to refuse a text"
        if isinf(steps):
            hint = "Let a repetition take each text in one way: (a+)+ or (a|ab|b)* take it in many."
        else:
            hint = "Begin it with '^', repeat less freely, or give the field a smaller 'max'."
        yield Fault(what, hint, "pattern")
