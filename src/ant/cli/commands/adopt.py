"""``ant adopt``."""

import argparse
import os

from ant.cli.commands.changes import add_dry_run, end
from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "Write the ant.json of a project that has none, or the record that it has lost."
    adopt = commands.add_parser("adopt", help=about, description=about)
    add_dry_run(adopt)
    adopt.set_defaults(execute=_adopt)


def _adopt(options: argparse.Namespace, output: Output) -> int:
    from ant.api.adopting import adopt
    from ant.api.carry import How

    growth, spec, survey = adopt(os.getcwd(), How(options.dry_run))
    subroutes = sum(len(route.subroutes) for route in spec.routes)
    if options.dry_run:
        for change in growth.readable:
            output.diff(change)
    else:
        counts = f"{len(spec.routes)} routes, {subroutes} subroutes"
        output.say(f"Successfully adopted '{spec.name.text}': {counts}")
    warnings = [f"{unread.file}: {unread.reason}" for unread in survey.unread] if survey else []
    warnings += growth.notes.warnings
    for warning in warnings:
        output.say(f"Warning: {warning}.")
    end(output, growth, warnings=warnings)
    return 0
