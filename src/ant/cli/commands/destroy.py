"""``ant destroy``."""

import argparse
import os

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


def add(commands: Commands) -> None:
    """Add the command and its own ones to the grammar."""
    about = "Take out what was generated, unless somebody has changed it since."
    kinds = commands.add_parser("destroy", help=about, description=about).add_commands("WHAT")
    about = "Take out a route with all its layers and subroutes."
    route = kinds.add_parser("route", help=about, description=about)
    route.add_argument("name", metavar="NAME")
    _add_options(route)
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
        return destroy_route(os.getcwd(), options.name, how)

    with offering(None if options.force else FORCE):
        growth = agreed(output, destroy, Consent(options.yes))
    return show(output, growth, f"Successfully destroyed route '{options.name.lower()}'!")


def _destroy_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import destroy_subroute

    route, name = options.route.lower(), options.name.lower()
    how = How(options.dry_run, options.force)
    with offering(None if options.force else FORCE):
        growth = destroy_subroute(os.getcwd(), route, name, how)
    return show(output, growth, f"Successfully destroyed subroute '{name}' of route '{route}'!")
