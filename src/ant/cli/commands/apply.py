"""``ant apply`` and ``ant undo``."""

import argparse

from ant.cli.commands.asking import add_renamed, renames_of
from ant.cli.commands.changes import add_options, carried_out, files_changed, fills_of, grown, show
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command


def add(commands: Commands) -> None:
    """Add both commands to the grammar."""
    about = "Carry what you changed in ant.json into the code."
    apply = add_command(commands, "apply", about, _apply)
    add_renamed(apply)
    add_options(apply, "--by-hand", "--dry-run", "--yes", "--fill")
    apply.add_argument(
        "--from-record",
        action="store_true",
        help="After a merge of two branches: make ant.json anew from what both have generated.",
    )
    about = "Put back what the last command changed, if the files are as it left them."
    undo = add_command(commands, "undo", about, _undo)
    add_options(undo, "--dry-run")


def _apply(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import ApplySpec

    answers = {**renames_of(options), **fills_of(options)}
    planned = grown(output, options, ApplySpec(options.from_record), answers)
    count = files_changed(len(planned.files))
    return show(output, options, planned, f"Successfully applied ant.json: {count}.")


def _undo(options: argparse.Namespace, output: Output) -> int:
    from ant.api.library import Terms
    from ant.core.planning.requests import Undo

    planned = carried_out(output, options, Undo(), Terms())
    done = f"Successfully undid: {planned.undone}"
    return show(output, options, planned, done, undone=planned.undone)
