"""What commands have in common that change a project."""

from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Parser

if TYPE_CHECKING:
    from ant.api.grow import Growth


def add_dry_run(parser: Parser) -> None:
    """Accept ``--dry-run``."""
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change, and change nothing."
    )


def show(output: Output, growth: "Growth", done: str) -> int:
    """Say what was done, or show the difference that a dry run would make."""
    path, files, dry_run = growth.outcome
    if dry_run:
        for change in growth.plan.effective:
            output.diff(change.path, change.before, change.after)
        output.succeed(path, [], dry_run=True, planned_files=files)
        return 0
    output.say(done if growth.plan.effective else "Nothing to do.")
    output.succeed(path, files)
    return 0
