"""``ant apply`` and ``ant undo``."""

import argparse
import os

from ant.cli.commands.changes import (
    BY_HAND,
    add_by_hand,
    add_dry_run,
    add_yes,
    agreed,
    offering,
    show,
)
from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add both commands to the grammar."""
    about = "Carry what you changed in ant.json into the code."
    apply = commands.add_parser("apply", help=about, description=about)
    add_by_hand(apply)
    add_dry_run(apply)
    add_yes(apply)
    apply.add_argument(
        "--fill", action="append", default=[], type=_fill, metavar="ROUTE.FIELD=VALUE",
        help="What rows get that are there and have no value of a field which is required now.",
    )  # fmt: skip
    apply.set_defaults(execute=_apply)
    about = "Put back what the last command changed, if the files are as it left them."
    undo = commands.add_parser("undo", help=about, description=about)
    add_dry_run(undo)
    undo.set_defaults(execute=_undo)


def _fill(text: str) -> tuple[tuple[str, str], str]:
    place, equals, value = text.partition("=")
    route, dot, field = place.partition(".")
    if equals and dot and route and field:
        return (route.lower(), field.lower()), value
    raise argparse.ArgumentTypeError(f"{text!r} is not like users.age=0")


def _apply(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import Growth, How
    from ant.api.grow import apply_manifest
    from ant.core.consent import Consent

    def carry(consent: Consent) -> Growth:
        how = How(options.dry_run, by_hand=options.by_hand, consent=consent)
        return apply_manifest(os.getcwd(), how, output.meter)

    with offering(BY_HAND):
        growth = agreed(output, carry, Consent(options.yes, fills=dict(options.fill)))
    count = len(growth.outcome.files)
    return show(output, growth, f"Successfully applied ant.json: {count} files changed.")


def _undo(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import undo

    growth, command = undo(os.getcwd(), How(options.dry_run), output.meter)
    return show(output, growth, f"Successfully undid: {command}")
