"""``ant generate``."""

import argparse
import os

from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add the command and its own ones to the grammar."""
    about = "Generate a new API."
    generate = commands.add_parser("generate", help=about, description=about)
    _add_api(generate.add_commands("WHAT"))


def _add_api(commands: Commands) -> None:
    about = "Create a whole backend in the new directory PROJECT_NAME."
    api = commands.add_parser("api", help=about, description=about)
    api.add_argument("project_name", metavar="PROJECT_NAME")
    api.add_argument(
        "-v", "--verbose", action="store_true", help="List every file that is created."
    )
    api.add_argument(
        "--dry-run", action="store_true", help="Show what would be created, and create nothing."
    )
    api.set_defaults(execute=_generate_api)


def _generate_api(options: argparse.Namespace, output: Output) -> int:
    from ant.api.generate import generate_api

    name = options.project_name
    outcome = generate_api(name, os.getcwd(), dry_run=options.dry_run)
    if options.dry_run:
        output.say(f"Would create new project '{name}':")
    else:
        output.say(f"Successfully created new project '{name}'")
    if options.verbose or options.dry_run:
        for path in outcome.files:
            output.say(f"  create {os.path.relpath(path)}")
    if options.dry_run:
        output.succeed(outcome.project_path, [], dry_run=True, planned_files=outcome.files)
    else:
        output.succeed(outcome.project_path, outcome.files)
    return 0
