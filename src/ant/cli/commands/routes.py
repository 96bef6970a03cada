"""``ant generate route`` and ``ant generate subroute``."""

import argparse

from ant.cli.commands.changes import add_options, add_owners, add_rules, grown, rules_of, show
from ant.cli.commands.field_help import types_and_modifiers
from ant.cli.output import Output
from ant.cli.parser import Commands, Parser, add_command

FIELDS = (
    "A field as name:type:modifier:…, such as email:email:required:unique or "
    "age:integer:min=0, or as name:JSON."
)

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def add_route_command(commands: Commands) -> None:
    """Add ``generate route`` to the grammar."""
    about = "Add a route with all its layers to the project you are in."
    route = add_command(
        commands, "route", about, _generate_route, mixed=True, more_help=types_and_modifiers
    )
    route.add_argument("name", metavar="NAME")
    route.add_argument("fields", metavar="FIELD", nargs="*", default=[], help=FIELDS)
    _add_options(route)
    route.add_argument(
        "--description", metavar="TEXT",
        help="What it is for, in the API's document and as the comment of its table.",
    )  # fmt: skip
    add_key(route, "What its rows are called by.", "; or the reference that is their key")
    route.add_argument(
        "--delete", metavar="HOW",
        help="soft: deleted rows are kept, hidden everywhere, and can be restored.",
    )  # fmt: skip
    route.add_argument(
        "--bulk", action="store_true",
        help="One request can make many rows, all or none: POST /NAME/bulk.",
    )  # fmt: skip
    route.add_argument(
        "--table", metavar="NAME", help="What the database calls its table, where it is not NAME."
    )
    add_owners(route)
    add_rules(route)


def add_subroute_command(commands: Commands) -> None:
    """Add ``generate subroute`` to the grammar."""
    about = "Add an endpoint below a route of the project you are in."
    subroute = add_command(commands, "subroute", about, _generate_subroute)
    subroute.add_argument("route", metavar="ROUTE")
    subroute.add_argument("name", metavar="SUBROUTE")
    _add_options(subroute)


def add_key(parser: Parser, about: str, also: str = "") -> None:
    """Add the option for the type of keys, which may ``also`` be something else."""
    kinds = f"integer, which counts up, uuid, or string:max=20, which clients give{also}"
    parser.add_argument("--key", metavar="KEY", help=f"{about[:-1]}: {kinds}.")


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
    add_options(parser, "--auth", "--by-hand", "--dry-run")


def _generate_route(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import AddRoute

    name, mock = options.name, _mock(options)
    access = (options.auth, options.owner, options.tenant)
    rows = (options.description, options.key, options.delete, options.bulk, options.table)
    words = (*access, *rules_of(options), *rows)
    request = AddRoute(name, tuple(options.fields), options.type, mock, *words)
    planned = grown(output, options, request)
    done = f"route, service, repository, and model for '{name.lower()}'{_mocked(options)}"
    return show(output, options, planned, f"Successfully generated {done}")


def _generate_subroute(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import AddSubroute

    route, name = options.route.lower(), options.name.lower()
    request = AddSubroute(route, name, options.type, _mock(options), options.auth)
    planned = grown(output, options, request)
    if not planned.changes and not planned.notes.by_hand:
        warning = f"Subroute '{name}' already exists in api/routes/{route}_route.py"
        output.say(f"Warning: {warning}")
        output.succeed(planned.root, [], warnings=[warning])
        return 0
    method = options.type or "GET"
    done = f"{method} subroute '{name}' for route '{route}'{_mocked(options)}"
    return show(output, options, planned, f"Successfully generated {done}")


def _mock(options: argparse.Namespace) -> object:
    from ant.core.planning.requests import ABSENT

    if options.mock is None or getattr(options, "fields", None):
        return ABSENT if options.mock is None else options.mock  # refused beside fields
    from ant.api.specs import document_from

    return document_from(options.mock).value


def _mocked(options: argparse.Namespace) -> str:
    return "!" if options.mock is None else " with mock data!"
