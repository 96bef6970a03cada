"""``ant generate``."""

import argparse
import os
from typing import TYPE_CHECKING

from ant.cli.commands.accounts import add_auth_command
from ant.cli.commands.changes import GUARDS, carried_out, end
from ant.cli.commands.fields import add_field_command, add_rules_command
from ant.cli.commands.routes import add_key, add_route_command, add_subroute_command
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

if TYPE_CHECKING:
    from ant.core.planning.requests import NewProject


def add(commands: Commands) -> None:
    """Add the command and its own ones to the grammar."""
    about = "Generate a new API, or more of the one you are in."
    generate = commands.add_parser("generate", help=about, description=about)
    kinds = generate.add_commands("WHAT")
    _add_api(kinds)
    add_route_command(kinds)
    add_subroute_command(kinds)
    add_field_command(kinds)
    add_rules_command(kinds)
    add_auth_command(kinds)


def _add_api(commands: Commands) -> None:
    about = "Create a whole backend in the new directory PROJECT_NAME."
    api = add_command(commands, "api", about, _generate_api)
    api.add_argument("project_name", metavar="PROJECT_NAME")
    api.add_argument(
        "--json",
        metavar="SPEC",
        help="The routes to generate: a JSON text, a JSON or YAML file, or - for standard input.",
    )
    api.add_argument(
        "--auth", metavar="GUARD", nargs="?", const="token",
        help=f"Who may call what says nothing about it (alone: token): {GUARDS}",
    )  # fmt: skip
    add_key(api, "What rows are called by of routes that say nothing about it.")
    api.add_argument(
        "--prefix", metavar="PATH", default="",
        help="What comes before the URLs of all routes, such as /api/v1.",
    )  # fmt: skip
    api.add_argument(
        "--json-keys", metavar="CASE", default="",
        help="How clients write keys: camelCase; without this as fields are called, snake_case.",
    )  # fmt: skip
    api.add_argument(
        "--enum", metavar="NAME=VALUES", action="append", default=[],
        help="Values that fields of several routes may have, as enum:of=NAME: priority=low,high.",
    )  # fmt: skip
    api.add_argument(
        "-v", "--verbose", action="store_true", help="List every file that is created."
    )
    api.add_argument(
        "--dry-run", action="store_true", help="Show what would be created, and create nothing."
    )


def _generate_api(options: argparse.Namespace, output: Output) -> int:
    from ant.api.library import Terms

    name, dry_run = options.project_name, options.dry_run
    planned = carried_out(output, options, _request(options), Terms())
    routes = planned.spec.routes if planned.spec else ()
    subroutes = sum(len(route.subroutes) for route in routes)
    generated = f"   Generated: {len(routes)} routes, {subroutes} subroutes"
    if dry_run:
        output.say(f"Would create new project '{name}':")
    elif options.json is None:
        output.say(f"Successfully created new project '{name}'")
    else:
        output.say(f"Successfully generated API project '{name}' from JSON!\n{generated}")
    if options.verbose or dry_run:
        for path in planned.files:
            output.say(f"  create {os.path.relpath(path)}")
    warnings = planned.notes.warnings
    for warning in warnings:
        output.say(f"Warning: {warning}")
    end(output, options, planned, **({"warnings": warnings} if warnings else {}))
    return 0


def _request(options: argparse.Namespace) -> "NewProject":
    """Read the spec of ``--json``, with the locations of its parts for problems."""
    from ant.core.planning.requests import ABSENT, Located, NewProject

    words = (options.auth, options.key, options.prefix, options.json_keys, options.enum)
    if options.json is None:
        return NewProject(options.project_name, ABSENT, *words)
    from ant.api.specs import document_from

    document = document_from(options.json)
    return NewProject(options.project_name, Located(document.value, document.where), *words)
