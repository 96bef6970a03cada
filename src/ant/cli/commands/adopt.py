"""``ant adopt``."""

import argparse

from ant.cli.commands.changes import add_options, carried_out, end
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "Write the ant.json of a project that has none, or the record that it has lost."
    adopt = add_command(commands, "adopt", about, _adopt)
    add_options(adopt, "--dry-run")


def _adopt(options: argparse.Namespace, output: Output) -> int:
    from ant.api.library import Terms
    from ant.core.planning.requests import Adopt

    planned = carried_out(output, options, Adopt(), Terms())
    spec = planned.spec
    if options.dry_run:
        for change in planned.readable:
            output.diff(change)
    elif spec:
        subroutes = sum(len(route.subroutes) for route in spec.routes)
        counts = f"{len(spec.routes)} routes, {subroutes} subroutes"
        output.say(f"Successfully adopted '{spec.name.text}': {counts}")
    for warning in planned.notes.warnings:
        output.say(f"Warning: {warning}.")
    end(output, options, planned, warnings=planned.notes.warnings)
    return 0
