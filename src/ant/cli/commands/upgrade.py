"""``ant upgrade``."""

import argparse
import os
from typing import TYPE_CHECKING

from ant.cli.commands.changes import add_options, carried_out, files_changed, grown, show
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

if TYPE_CHECKING:
    from ant.recall.matching import Finding


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "Carry what this version generates into a project that an earlier one made."
    upgrade = add_command(commands, "upgrade", about, _upgrade)
    upgrade.add_argument(
        "--check",
        action="store_true",
        help="Only list what it would bring, and the known faults that the code has; exit code 1"
        " where it would bring something.",
    )
    upgrade.add_argument(
        "--done",
        nargs="+",
        metavar="FILE",
        help="Only note that what an earlier upgrade left by hand in these files is done.",
    )
    add_options(upgrade, "--by-hand", "--dry-run", "--yes")


def _upgrade(options: argparse.Namespace, output: Output) -> int:
    from ant import __version__
    from ant.api.library import Terms
    from ant.core.planning.requests import MarkDone, Upgrade

    if options.check:
        return _check(output)
    if options.done:
        planned = carried_out(output, options, MarkDone(options.done), Terms())
        return show(output, options, planned, f"Noted as done: {', '.join(options.done)}")
    planned = grown(output, options, Upgrade())
    count = files_changed(len(planned.readable))
    done = f"Successfully upgraded to {__version__}: {count}."
    return show(output, options, planned, done)


def _check(output: Output) -> int:
    from ant import __version__
    from ant.api.projects.upgrade import check_upgrade
    from ant.cli.spelling import spell_text

    check = check_upgrade(os.getcwd())
    if check.findings:
        output.say("Known faults in the code as it stands:")
    for finding in check.findings:
        output.say(f"  {finding}")
        until = finding.fault.until
        remedy = f"Mended since ant {until}." if until else "No version mends it yet."
        output.say(f"    {remedy}")
    if check.is_needed:
        output.say(f"What 'ant upgrade' brings, from ant {__version__}:")
    for change in check.changes:
        verb = "add" if change.before is None else "remove" if change.after is None else "change"
        output.say(f"  {verb:7}{change.path}")
    notes = type(check.notes)(*(tuple(map(spell_text, lines)) for lines in check.notes))
    for task in notes.by_hand:
        output.say(f"By hand: {task}")
    for warning in notes.warnings:
        output.say(f"Warning: {warning}")
    if not check.is_needed:
        output.say("Nothing to do.")
    faults = [_reported(finding) for finding in check.findings]
    planned = [os.path.join(check.project_path, change.path) for change in check.changes]
    output.succeed(check.project_path, [], faults=faults, planned_files=planned, **notes._asdict())
    return 1 if check.is_needed else 0


def _reported(finding: "Finding") -> dict[str, object]:
    found = {"line": finding.line, "certain": finding.is_certain}
    return {**finding.fault._asdict(), **found}
