"""``ant adopt``."""

import argparse
import os

from ant.cli.commands.changes import add_dry_run
from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "Write the ant.json of a project that has none, from its code."
    adopt = commands.add_parser("adopt", help=about, description=about)
    add_dry_run(adopt)
    adopt.set_defaults(execute=_adopt)


def _adopt(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import adopt

    growth, survey = adopt(os.getcwd(), How(options.dry_run))
    path, files, dry_run = growth.outcome
    spec, subroutes = survey.spec, sum(len(each.subroutes) for each in survey.spec.routes)
    if dry_run:
        for change in growth.readable:
            output.diff(change.path, change.before, change.after)
    else:
        counts = f"{len(spec.routes)} routes, {subroutes} subroutes"
        output.say(f"Successfully adopted '{spec.name.text}': {counts}")
    warnings = [f"{each.file}: {each.reason}" for each in survey.unread]
    for warning in warnings:
        output.say(f"Warning: {warning}.")
    if dry_run:
        output.succeed(path, [], dry_run=True, planned_files=files, warnings=warnings)
    else:
        output.succeed(path, files, warnings=warnings)
    return 0
