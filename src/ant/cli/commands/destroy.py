"""``ant destroy``."""

import argparse
import os

from ant.cli.commands.changes import add_dry_run, add_yes, agreed, show
from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add the command and its own ones to the grammar."""
    about = "Take out what was generated, unless somebody has changed it since."
    kinds = commands.add_parser("destroy", help=about, description=about).add_commands("WHAT")
    about = "Take out a route with all its layers and subroutes."
    route = kinds.add_parser("route", help=about, description=about)
    route.add_argument("name", metavar="NAME")
    add_dry_run(route)
    add_yes(route)
    route.set_defaults(execute=_destroy_route)
    about = "Take out one endpoint below a route."
    subroute = kinds.add_parser("subroute", help=about, description=about)
    subroute.add_argument("route", metavar="ROUTE")
    subroute.add_argument("name", metavar="SUBROUTE")
    add_dry_run(subroute)
    subroute.set_defaults(execute=_destroy_subroute)


def _destroy_route(options: argparse.Namespace, output: Output) -> int:
    from ant.api.grow import Growth, destroy_route
    from ant.core.consent import Consent

    def destroy(consent: Consent) -> Growth:
        return destroy_route(os.getcwd(), options.name, dry_run=options.dry_run, consent=consent)

    growth = agreed(output, destroy, Consent(options.yes))
    return show(output, growth, f"Successfully destroyed route '{options.name.lower()}'!")


def _destroy_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.api.grow import destroy_subroute

    route, name = options.route.lower(), options.name.lower()
    growth = destroy_subroute(os.getcwd(), route, name, dry_run=options.dry_run)
    return show(output, growth, f"Successfully destroyed subroute '{name}' of route '{route}'!")
