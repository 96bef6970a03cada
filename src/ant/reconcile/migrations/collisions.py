"""Migrations of two branches of which one takes away, or renames, what the other one speaks of.

To join them leaves open which runs first, and one of the two orders fails: they have to be put one
behind the other.
"""

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import NamedTuple

from ant.core.text.words import quoted_path
from ant.reconcile.migrations.steps import Step, steps_of


class Branch(NamedTuple):
    """What one head builds upon and no other one does."""

    head: str
    """The revision of its newest migration."""
    migrations: dict[str, bytes]
    """Contents by path, the oldest first."""

    @property
    def steps(self) -> dict[Step, str]:
        """What it does to tables and columns, with the path of the migration that does it."""
        return {step: path for path in self.migrations for step in steps_of(self.migrations[path])}


def advice(branches: list[Branch]) -> str:
    """Return what to do where migrations cannot be joined, an empty text if they can."""
    found = [way for pair in combinations(branches, 2) for way in _same_steps(*pair)]
    found += [way for pair in permutations(branches, 2) for way in _orders(*pair)]
    return found[0] if found else ""


def _same_steps(one: Branch, other: Branch) -> Iterator[str]:
    """Ways out where both take away, rename or add the same: the second one would fail."""
    theirs = {
        (step.verb == "add", step.table, step.column): path for step, path in other.steps.items()
    }
    for step, path in one.steps.items():
        is_new = step.verb == "add"
        if (same := theirs.get((is_new, step.table, step.column))) is not None:
            what = "add" if is_new else "drop or rename"
            yield (
                f"{quoted_path(path)} and {quoted_path(same)} both {what} {_named(step)}: take that"
                " out of one of them, then join them with: alembic merge heads"
            )


def _orders(one: Branch, other: Branch) -> Iterator[str]:
    """Ways out where the second branch speaks of what the first one takes away or renames."""
    for step, path in one.steps.items():
        users = [user for user, text in other.migrations.items() if _mentions(text, step)]
        if step.verb == "add" or not users:
            continue
        if step.verb == "drop":
            first, above = next(iter(one.migrations)), other.head
            reason, further = f"drops {_named(step)}", ""
        else:
            first, above = next(iter(other.migrations)), one.head
            reason = f"calls {_named(step)} '{step.value}'"
            place = "" if first == users[0] else f"in {quoted_path(users[0])} "
            further = f", and {place}'{step.value}' in the place of '{_name(step)}'"
        yield (
            f"They cannot be joined as they are: {quoted_path(path)} {reason}, which"
            f" {quoted_path(users[0])} speaks of. Write in {quoted_path(first)}:"
            f' down_revision = "{above}"{further}'
        )


def _mentions(text: bytes, step: Step) -> bool:
    """Whether a migration names the table, or the column with its table."""
    table = any(f'"{step.table}{end}'.encode() in text for end in ('"', "."))
    return table and (not step.column or f'"{step.column}"'.encode() in text)


def _name(step: Step) -> str:
    return step.column or step.table


def _named(step: Step) -> str:
    if step.column:
        return f"the column '{step.table}.{step.column}'"
    return f"the table '{step.table}'"
