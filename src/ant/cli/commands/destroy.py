"""``ant destroy``."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from ant.cli.commands.changes import add_dry_run, add_force, add_yes, removed, show
from ant.cli.commands.fields import destroy_field_command
from ant.cli.output import Output
from ant.cli.parser import Commands, Parser

CASCADE = """\
Take these fields out, too, with: --cascade
  Or take the route and these fields out of ant.json, and run: ant apply"""


def add(commands: Commands) -> None:
    """Add the command and its own ones to the grammar."""
    about = "Take out what was generated, unless somebody has changed it since."
    kinds = commands.add_parser("destroy", help=about, description=about).add_commands("WHAT")
    about = "Take out a route with all its layers and subroutes."
    route = kinds.add_parser("route", help=about, description=about)
    route.add_argument("name", metavar="NAME")
    _add_options(route)
    route.add_argument(
        "--cascade", action="store_true",
        help="Take out the fields of other routes that lead to it, too, and rules with these.",
    )  # fmt: skip
    add_yes(route)
    route.set_defaults(execute=_destroy_route)
    about = "Take out one endpoint below a route."
    subroute = kinds.add_parser("subroute", help=about, description=about)
    subroute.add_argument("route", metavar="ROUTE")
    subroute.add_argument("name", metavar="SUBROUTE")
    _add_options(subroute)
    subroute.set_defaults(execute=_destroy_subroute)
    destroy_field_command(kinds)


def _add_options(parser: Parser) -> None:
    add_force(parser)
    add_dry_run(parser)


def _destroy_route(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import RemoveRoute

    request = RemoveRoute(options.name, options.cascade)
    with _offering_cascade():
        planned = removed(output, options, request)
    return show(output, options, planned, f"Successfully destroyed route '{options.name.lower()}'!")


@contextmanager
def _offering_cascade() -> Iterator[None]:
    """Print the alternatives where other routes refer to a route that is to be removed."""
    from ant.core.errors import StillNeeded

    try:
        yield
    except StillNeeded as error:
        raise StillNeeded(
            *(problem._replace(hint=problem.hint or CASCADE) for problem in error.problems)
        ) from None


def _destroy_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import RemoveSubroute

    route, name = options.route.lower(), options.name.lower()
    planned = removed(output, options, RemoveSubroute(route, name))
    done = f"Successfully destroyed subroute '{name}' of route '{route}'!"
    return show(output, options, planned, done)
