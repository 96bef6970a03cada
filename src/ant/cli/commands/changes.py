"""What commands have in common that change a project."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Parser
from ant.core.errors import CannotMerge, ModelsDisagree
from ant.core.words import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from ant.api.carry import Growth
    from ant.core.consent import Consent

FORCE = "Or take it out all the same, and keep a copy of what you have changed, with: --force"
GUARDS = (
    "public, token, role:NAME or scope:NAME, or JSON with a guard for some of"
    " read, create, update and delete."
)
BY_HAND = "Or do by hand what is shown, and let the rest be done with: --by-hand"


def add_dry_run(parser: Parser) -> None:
    """Accept ``--dry-run``."""
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change, and change nothing."
    )


def add_force(parser: Parser) -> None:
    """Accept ``--force``."""
    parser.add_argument(
        "--force",
        action="store_true",
        help="Take out what you have changed, too; copies of those files stay in .ant/kept.",
    )


def add_auth(parser: Parser) -> None:
    """Accept ``--auth``."""
    parser.add_argument("--auth", metavar="GUARD", help=f"Who may call it: {GUARDS}")


def add_owners(parser: Parser) -> None:
    """Accept ``--owner`` and ``--tenant``."""
    said = "the required reference to whoever {} a row, or JSON with a role that sees all"
    for word, does in (("owner", "owns"), ("tenant", "shares")):
        parser.add_argument(
            f"--{word}", metavar="FIELD", help=f"Whose its rows are: {said.format(does)}."
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
        if way == FORCE and isinstance(error, ModelsDisagree):
            raise  # which no force can change
        *others, last = error.problems
        hints = [each for each in (last.hint, way and f"  {way}") if each]
        raise CannotMerge(*others, last._replace(hint="\n".join(hints))) from None


def add_yes(parser: Parser) -> None:
    """Accept ``--yes``."""
    parser.add_argument(
        "--yes", action="store_true", help="Let data go that the change takes away, without asking."
    )


def add_fill(parser: Parser) -> None:
    """Accept ``--fill``, as often as somebody likes."""
    parser.add_argument(
        "--fill", action="append", default=[], type=_fill, metavar="ROUTE.FIELD=VALUE",
        help="What rows get that have no value of a field which is required now, or one that its"
        " enum does not have.",
    )  # fmt: skip


def _fill(text: str) -> tuple[tuple[str, str], str]:
    place, equals, value = text.partition("=")
    route, dot, field = place.partition(".")
    if equals and dot and route and field:
        return (route.lower(), field.lower()), value
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not like users.age=0")


def agreed(output: Output, attempt: "Callable[[Consent], Growth]", consent: "Consent") -> "Growth":
    """Do what may take data away; a person at a terminal is asked first, and may decline.

    So is the value of rows that would have none; no answer says that there are no such rows.
    """
    from ant.core.errors import AntError, Problem, Unconfirmed

    try:
        return attempt(consent)
    except Unconfirmed as error:
        count = len(error.problems) - len(error.unfilled)
        fills = dict(consent.fills)
        for place, problem in zip(error.unfilled, error.problems[count:], strict=True):
            value = output.ask([problem.message], "Their value (none where there are no rows): ")
            if value is None:
                raise
            route, _, field = place.partition(".")
            fills |= {(route, field): value} if value else {}
        losses = [problem.message for problem in error.problems[:count]]
        answer = output.confirm(losses, "Go on?") if losses else True
        if answer is None:
            raise
        if not answer:
            raise AntError(Problem("Nothing was changed.")) from error
        return attempt(consent._replace(yes=True, fills=fills))


def files_changed(count: int) -> str:
    """Say how many files a command has changed."""
    return "1 file changed" if count == 1 else f"{count} files changed"


def show(output: Output, growth: "Growth", done: str, **more: object) -> int:
    """Say what was done, or show the difference that a dry run would make.

    The report tells the same, and what a command adds to it.
    """
    losses = _losses(growth)
    if growth.outcome.dry_run:
        for line in losses:
            output.say(line)
        for change in growth.readable:
            output.diff(change)
    else:
        output.say("\n".join([done, *losses]) if growth.plan.effective else "Nothing to do.")
    root = growth.outcome.project_path
    for repaired in growth.notes.repaired:
        output.say(f"Put right after a merge: {repaired}.")
    for copy in growth.notes.kept:
        output.say(f"Kept a copy of what you had changed: {os.path.relpath(copy, root)}")
    for warning in growth.notes.warnings:
        output.say(f"Warning: {warning}")
    for task in growth.notes.by_hand:
        output.say(f"By hand: {task}")
    told = growth.notes._replace(warnings=(*losses, *growth.notes.warnings))._asdict()
    end(output, growth, **told, **more)
    return 0


def end(output: Output, growth: "Growth", **more: object) -> None:
    """End with the report, in which a dry run has only planned its files."""
    path, files, dry_run, _ = growth.outcome
    if dry_run:
        output.succeed(path, [], dry_run=True, planned_files=files, **more)
    else:
        output.succeed(path, files, **more)


def _losses(growth: "Growth") -> list[str]:
    """What a change means for the rows that there are."""
    losses = [f"With its migration: {loss.sentence}" for loss in growth.plan.losses]
    return losses + [
        f"With its migration: Rows that are there would stop it: they have no value of '{field}'."
        f"{growth.plan.counts.get(field, '')}"
        for field in growth.plan.unfilled
    ]
