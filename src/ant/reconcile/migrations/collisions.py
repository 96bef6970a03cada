"""Migrations of two branches of which one drops or renames what the other one uses.

A merge of the two leaves open which runs first, and one of the two orders fails: one has to be
based on the other.
"""

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import NamedTuple

from ant.core.text.words import quoted_path
from ant.reconcile.migrations.steps import Step, steps_of


class Branch(NamedTuple):
    """The migrations that only one head is based on."""

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
    found = [text for pair in combinations(branches, 2) for text in _duplicate_steps(*pair)]
    found += [text for pair in permutations(branches, 2) for text in _order_conflicts(*pair)]
    return found[0] if found else ""


def _duplicate_steps(one: Branch, other: Branch) -> Iterator[str]:
    """What to do where both drop, rename or add the same: the second one would fail."""
    other_paths = {
        (step.verb == "add", step.table, step.column): path for step, path in other.steps.items()
    }
    for step, path in one.steps.items():
        is_new = step.verb == "add"
        if (same := other_paths.get((is_new, step.table, step.column))) is not None:
            what = "add" if is_new else "drop or rename"
            yield (
                f"{quoted_path(path)} and {quoted_path(same)} both {what} {_named(step)}: take that"
                " out of one of them, then join them with: alembic merge heads"
            )


def _order_conflicts(one: Branch, other: Branch) -> Iterator[str]:
    """What to do where the second branch uses what the first one drops or renames."""
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
            where = "" if first == users[0] else f"in {quoted_path(users[0])} "
            further = f", and {where}'{step.value}' in the place of '{step.column or step.table}'"
        yield (
            f"They cannot be joined as they are: {quoted_path(path)} {reason}, which"
            f" {quoted_path(users[0])} uses. Write in {quoted_path(first)}:"
            f' down_revision = "{above}"{further}'
        )


def _mentions(text: bytes, step: Step) -> bool:
    """Whether a migration names the table, or the column with its table."""
    table = any(f'"{step.table}{end}'.encode() in text for end in ('"', "."))
    return table and (not step.column or f'"{step.column}"'.encode() in text)


def _named(step: Step) -> str:
    if step.column:
        return f"the column '{step.table}.{step.column}'"
    return f"the table '{step.table}'"
