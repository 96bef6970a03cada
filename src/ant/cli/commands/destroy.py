"""``ant destroy``."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from ant.cli.commands.changes import add_options, removed, show
from ant.cli.commands.fields import destroy_field_command
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

CASCADE = """\
Take these fields out, too, with: --cascade
  Or take the route and these fields out of ant.json, and run: ant apply"""


def add(commands: Commands) -> None:
    """Add the command and its own ones to the grammar."""
    about = "Take out what was generated, unless somebody has changed it since."
    kinds = commands.add_parser("destroy", help=about, description=about).add_commands("WHAT")
    about = "Take out a route with all its layers and subroutes."
    route = add_command(kinds, "route", about, _destroy_route)
    route.add_argument("name", metavar="NAME")
    add_options(route, "--force", "--dry-run")
    route.add_argument(
        "--cascade", action="store_true",
        help="Take out the fields of other routes that lead to it, too, and rules with these.",
    )  # fmt: skip
    add_options(route, "--yes")
    about = "Take out one endpoint below a route."
    subroute = add_command(kinds, "subroute", about, _destroy_subroute)
    subroute.add_argument("route", metavar="ROUTE")
    subroute.add_argument("name", metavar="SUBROUTE")
    add_options(subroute, "--force", "--dry-run")
    destroy_field_command(kinds)


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
