"""``ant destroy``."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager

from ant.cli.commands.changes import (
    FORCE,
    add_dry_run,
    add_force,
    add_yes,
    agreed,
    offering,
    show,
)
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
        help="Take out the fields of other routes that lead to it, too.",
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
    from ant.api.carry import Growth, How
    from ant.api.grow import destroy_route
    from ant.core.consent import Consent

    def destroy(consent: Consent) -> Growth:
        how = How(options.dry_run, options.force, consent=consent)
        return destroy_route(os.getcwd(), options.name, how, cascade=options.cascade)

    with offering(None if options.force else FORCE), _offering_cascade():
        growth = agreed(output, destroy, Consent(options.yes))
    return show(output, growth, f"Successfully destroyed route '{options.name.lower()}'!")


@contextmanager
def _offering_cascade() -> Iterator[None]:
    """Say which ways are left where other routes lead to one that shall go."""
    from ant.core.errors import StillNeeded

    try:
        yield
    except StillNeeded as error:
        raise StillNeeded(*(problem._replace(hint=CASCADE) for problem in error.problems)) from None


def _destroy_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import destroy_subroute

    route, name = options.route.lower(), options.name.lower()
    how = How(options.dry_run, options.force)
    with offering(None if options.force else FORCE):
        growth = destroy_subroute(os.getcwd(), route, name, how)
    return show(output, growth, f"Successfully destroyed subroute '{name}' of route '{route}'!")
