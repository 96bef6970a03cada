"""``ant apply`` and ``ant undo``."""

import argparse
import os

from ant.cli.commands.asking import add_renamed, decided, renames_of
from ant.cli.commands.changes import (
    BY_HAND,
    add_by_hand,
    add_dry_run,
    add_fill,
    add_yes,
    agreed,
    files_changed,
    offering,
    show,
)
from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add both commands to the grammar."""
    about = "Carry what you changed in ant.json into the code."
    apply = commands.add_parser("apply", help=about, description=about)
    add_renamed(apply)
    add_by_hand(apply)
    add_dry_run(apply)
    add_yes(apply)
    add_fill(apply)
    apply.add_argument(
        "--from-record",
        action="store_true",
        help="After a merge of two branches: make ant.json anew from what both have generated.",
    )
    apply.set_defaults(execute=_apply)
    about = "Put back what the last command changed, if the files are as it left them."
    undo = commands.add_parser("undo", help=about, description=about)
    add_dry_run(undo)
    undo.set_defaults(execute=_undo)


def _apply(options: argparse.Namespace, output: Output) -> int:
    from ant.api.applying import apply_manifest
    from ant.api.carry import Growth, How
    from ant.core.consent import Consent

    def attempt(consent: Consent, is_all: bool) -> Growth:
        def apply(agreed_to: Consent) -> Growth:
            how = How(options.dry_run, by_hand=options.by_hand, consent=agreed_to)
            return apply_manifest(
                os.getcwd(), how, output.meter, decided=is_all, from_record=options.from_record
            )

        return agreed(output, apply, consent)

    consent = Consent(options.yes, renames_of(options), dict(options.fill))
    with offering(BY_HAND):
        growth = decided(output, attempt, consent)
    count = files_changed(len(growth.outcome.files))
    return show(output, growth, f"Successfully applied ant.json: {count}.")


def _undo(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import undo

    growth, command = undo(os.getcwd(), How(options.dry_run), output.meter)
    return show(output, growth, f"Successfully undid: {command}", undone=command)
