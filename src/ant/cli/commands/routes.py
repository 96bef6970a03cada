"""``ant generate route`` and ``ant generate subroute``."""

import argparse
import os

from ant.cli.commands.changes import (
    BY_HAND,
    add_auth,
    add_by_hand,
    add_dry_run,
    add_owners,
    offering,
    show,
)
from ant.cli.commands.field_help import types_and_modifiers
from ant.cli.output import Output
from ant.cli.parser import Commands, Parser

FIELDS = (
    "A field as name:type:modifier:…, such as email:email:required:unique or "
    "age:integer:min=0, or as name:JSON."
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def add_route_command(commands: Commands) -> None:
    """Add ``generate route`` to the grammar."""
    about = "Add a route with all its layers to the project you are in."
    route = commands.add_parser(
        "route", help=about, description=about, mixed=True, more_help=types_and_modifiers
    )
    route.add_argument("name", metavar="NAME")
    route.add_argument("fields", metavar="FIELD", nargs="*", default=[], help=FIELDS)
    _add_options(route)
    add_owners(route)
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
        "--type", type=str.upper, choices=METHODS, metavar="METHOD",
        help=f"The HTTP method: {methods} (default: GET).",
    )  # fmt: skip
    parser.add_argument(
        "--mock", metavar="JSON",
        help="What it answers until you write it: a JSON text, a file, or - for standard input.",
    )  # fmt: skip
    add_auth(parser)
    add_by_hand(parser)
    add_dry_run(parser)


def _generate_route(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.fields import generate_route_with_fields
    from ant.api.grow import generate_route
    from ant.api.specs import access_from, mock_from
    from ant.core.spec import Sketch

    access = access_from(options.auth, options.owner, options.tenant)
    name, how = options.name, How(options.dry_run, by_hand=options.by_hand)
    with offering(BY_HAND):
        if options.fields:
            _refuse_what_a_sketch_has(options)
            growth = generate_route_with_fields(os.getcwd(), name, options.fields, how, access)
        else:
            mock = mock_from(options.mock)
            sketch = Sketch(options.type or "GET", mock, access)
            growth = generate_route(os.getcwd(), name, sketch, how)
    done = f"route, service, repository, and model for '{name.lower()}'{_mocked(options)}"
    return show(output, growth, f"Successfully generated {done}")


def _refuse_what_a_sketch_has(options: argparse.Namespace) -> None:
    from ant.core.errors import InvalidSpec, Problem
    from ant.core.spec_reader import WITHOUT_FIELDS
    from ant.core.words import quoted

    problems = [
        Problem(f"Route {quoted(options.name.lower())} has fields and so no '{key}'.", hint=why)
        for key, why in WITHOUT_FIELDS.items()
        if getattr(options, key) is not None
    ]
    if problems:
        raise InvalidSpec(*problems)


def _generate_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.grow import generate_subroute
    from ant.api.specs import auth_from, mock_from
    from ant.core.spec import Subroute

    route, name = options.route.lower(), options.name.lower()
    method = options.type or "GET"
    subroute = Subroute(name, method, mock_from(options.mock), auth_from(options.auth))
    how = How(options.dry_run, by_hand=options.by_hand)
    with offering(BY_HAND):
        growth = generate_subroute(os.getcwd(), route, subroute, how)
    if not growth.plan.effective and not growth.notes.by_hand:
        warning = f"Subroute '{name}' already exists in api/routes/{route}_route.py"
        output.say(f"Warning: {warning}")
        output.succeed(growth.outcome.project_path, [], warnings=[warning])
        return 0
    done = f"{method} subroute '{name}' for route '{route}'{_mocked(options)}"
    return show(output, growth, f"Successfully generated {done}")


def _mocked(options: argparse.Namespace) -> str:
    return "!" if options.mock is None else " with mock data!"
