"""``ant generate route`` and ``ant generate subroute``."""

import argparse
import os

from ant.cli.commands.changes import BY_HAND, add_by_hand, add_dry_run, offering, show
from ant.cli.output import Output
from ant.cli.parser import Commands, Parser

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def add_route_command(commands: Commands) -> None:
    """Add ``generate route`` to the grammar."""
    about = "Add a route with all its layers to the project you are in."
    route = commands.add_parser("route", help=about, description=about)
    route.add_argument("name", metavar="NAME")
    _add_options(route)
    route.set_defaults(execute=_generate_route)


def add_subroute_command(commands: Commands) -> None:
    """Add ``generate subroute`` to the grammar."""
    about = "Add an endpoint below a route of the project you are in."
    subroute = commands.add_parser("subroute", help=about, description=about)
    subroute.add_argument("route", metavar="ROUTE")
    subroute.add_argument("name", metavar="SUBROUTE")
    _add_options(subroute)
    subroute.set_defaults(execute=_generate_subroute)


def _add_options(parser: Parser) -> None:
    methods = ", ".join(METHODS)
    parser.add_argument(
        "--type", type=str.upper, choices=METHODS, default="GET", metavar="METHOD",
        help=f"The HTTP method: {methods} (default: GET).",
    )  # fmt: skip
    parser.add_argument(
        "--mock", metavar="JSON",
        help="What it answers until you write it: a JSON text, a file, or - for standard input.",
    )  # fmt: skip
    add_by_hand(parser)
    add_dry_run(parser)


def _generate_route(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import generate_route
    from ant.api.specs import mock_from

    mock = mock_from(options.mock)
    how = How(options.dry_run, by_hand=options.by_hand)
    with offering(BY_HAND):
        growth = generate_route(os.getcwd(), options.name, options.type, mock, how)
    done = f"route, service, repository, and model for '{options.name.lower()}'{_mocked(options)}"
    return show(output, growth, f"Successfully generated {done}")


def _generate_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import generate_subroute
    from ant.api.specs import mock_from
    from ant.core.spec import Subroute

    route, name = options.route.lower(), options.name.lower()
    subroute = Subroute(name, options.type, mock_from(options.mock))
    how = How(options.dry_run, by_hand=options.by_hand)
    with offering(BY_HAND):
        growth = generate_subroute(os.getcwd(), route, subroute, how)
    if not growth.plan.effective and not growth.notes.by_hand:
        output.say(f"Warning: Subroute '{name}' already exists in api/routes/{route}_route.py")
        output.succeed(growth.outcome.project_path, [])
        return 0
    done = f"{options.type} subroute '{name}' for route '{route}'{_mocked(options)}"
    return show(output, growth, f"Successfully generated {done}")


def _mocked(options: argparse.Namespace) -> str:
    return "!" if options.mock is None else " with mock data!"
