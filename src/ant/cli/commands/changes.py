"""What commands have in common that change a project."""

from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from ant.api.grow import Growth
    from ant.core.consent import Consent


def add_dry_run(parser: Parser) -> None:
    """Accept ``--dry-run``."""
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change, and change nothing."
    )


def add_yes(parser: Parser) -> None:
    """Accept ``--yes``."""
    parser.add_argument(
        "--yes", action="store_true", help="Let data go that the change takes away, without asking."
    )


def agreed(output: Output, attempt: "Callable[[Consent], Growth]", consent: "Consent") -> "Growth":
    """Do what may take data away; a person at a terminal is asked first, and may decline."""
    from ant.core.errors import AntError, Problem, Unconfirmed

    try:
        return attempt(consent)
    except Unconfirmed as error:
        losses = [problem.message for problem in error.problems]
        answer = output.confirm(losses, "Go on?")
        if answer is None:
            raise
        if not answer:
            raise AntError(Problem("Nothing was changed.")) from error
        return attempt(consent._replace(yes=True))


def show(output: Output, growth: "Growth", done: str) -> int:
    """Say what was done, or show the difference that a dry run would make."""
    path, files, dry_run = growth.outcome
    losses = [f"With its migration: {loss.sentence}" for loss in growth.plan.losses]
    if dry_run:
        for line in losses:
            output.say(line)
        for change in growth.plan.effective:
            output.diff(change.path, change.before, change.after)
        output.succeed(path, [], dry_run=True, planned_files=files)
        return 0
    output.say("\n".join([done, *losses]) if growth.plan.effective else "Nothing to do.")
    output.succeed(path, files)
    return 0
