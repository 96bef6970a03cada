"""What commands have in common that change a project."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Parser
from ant.core.errors import CannotMerge

if TYPE_CHECKING:
    from ant.api.carry import Growth

BY_HAND = "Or do by hand what is shown, and let the rest be done with: --by-hand"


def add_dry_run(parser: Parser) -> None:
    """Accept ``--dry-run``."""
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change, and change nothing."
    )


def add_by_hand(parser: Parser) -> None:
    """Accept ``--by-hand``."""
    parser.add_argument(
        "--by-hand",
        action="store_true",
        help="Do what can be done, and show what would be refused for you to do by hand.",
    )


@contextmanager
def offering(way: str | None) -> Iterator[None]:
    """Say which way is left where code cannot be changed without risk."""
    try:
        yield
    except CannotMerge as error:
        *others, last = error.problems
        hints = [each for each in (last.hint, way and f"  {way}") if each]
        raise CannotMerge(*others, last._replace(hint="\n".join(hints))) from None


def show(output: Output, growth: "Growth", done: str) -> int:
    """Say what was done, or show the difference that a dry run would make."""
    path, files, dry_run = growth.outcome
    if dry_run:
        for change in growth.plan.effective:
            output.diff(change.path, change.before, change.after)
    else:
        output.say(done if growth.plan.effective else "Nothing to do.")
    for copy in growth.notes.kept:
        output.say(f"Kept a copy of what you had changed: {os.path.relpath(copy, path)}")
    for warning in growth.notes.warnings:
        output.say(f"Warning: {warning}")
    for task in growth.notes.by_hand:
        output.say(f"By hand: {task}")
    if dry_run:
        output.succeed(path, [], dry_run=True, planned_files=files, **growth.notes._asdict())
    else:
        output.succeed(path, files, **growth.notes._asdict())
    return 0
