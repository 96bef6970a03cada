"""The order of replacements where a name passes from one unit to another."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ant.python_source.source import Source
from ant.reconcile.semantic_diff import Unit

_ASIDE = "_moved"
"""The suffix of a temporary name."""


class Replacement(NamedTuple):
    """One unit in place of another."""

    rendered: Source
    """The rendering of the old one."""
    before: Unit
    after: Unit
    target: Unit
    """The unit in its final form: ``after``, unless that has a temporary name."""


def in_order(pairs: Iterable[tuple[Unit, Unit]], old: Source, new: Source) -> Iterator[Replacement]:
    """Yield units and what replaces them, so that every name is free when it is taken.

    In a cycle, one of them gets a temporary name first.
    """
    remaining = [Replacement(old, before, after, after) for before, after in pairs]
    while remaining:
        taken = [pair.before[:2] for pair in remaining]
        free = (
            index
            for index, pair in enumerate(remaining)
            if pair.after[:2] == taken[index] or pair.after[:2] not in taken
        )
        number = next(free, None)
        if number is not None:
            yield remaining.pop(number)
            continue
        first = remaining.pop(0)
        aside = _aside(first.after)
        yield first._replace(after=aside)
        remaining.append(Replacement(new, aside, first.after, first.after))


def _aside(unit: Unit) -> Unit:
    key = unit.key + _ASIDE
    return unit._replace(key=key, text=re.sub(rf"\b{unit.key}\b", key, unit.text, count=1))
