"""``ant generate field``, ``ant destroy field`` and ``ant rename``."""

import argparse
import os

from ant.cli.commands.changes import (
    BY_HAND,
    FORCE,
    add_by_hand,
    add_dry_run,
    add_fill,
    add_force,
    add_yes,
    agreed,
    offering,
    show,
)
from ant.cli.commands.field_help import types_and_modifiers
from ant.cli.commands.routes import FIELDS
from ant.cli.output import Output
from ant.cli.parser import Commands


def add(commands: Commands) -> None:
    """Add ``rename`` and its own commands to the grammar."""
    about = "Call a field or a route something else; its rows stay."
    kinds = commands.add_parser("rename", help=about, description=about).add_commands("WHAT")
    about = "Call a field something else."
    field = kinds.add_parser("field", help=about, description=about)
    field.add_argument("route", metavar="ROUTE")
    field.add_argument("old", metavar="OLD")
    field.add_argument("new", metavar="NEW")
    field.set_defaults(execute=_rename_field)
    about = "Call a route something else, with its files, its table and its URLs."
    route = kinds.add_parser("route", help=about, description=about)
    route.add_argument("old", metavar="OLD")
    route.add_argument("new", metavar="NEW")
    route.set_defaults(execute=_rename_route)
    for each in (field, route):
        add_by_hand(each)
        add_dry_run(each)


def add_field_command(commands: Commands) -> None:
    """Add ``generate field`` to the grammar."""
    about = "Add fields to a route; one without any becomes a whole resource."
    field = commands.add_parser(
        "field", help=about, description=about, mixed=True, more_help=types_and_modifiers
    )
    field.add_argument("route", metavar="ROUTE")
    field.add_argument("fields", metavar="FIELD", nargs="+", help=FIELDS)
    add_by_hand(field)
    add_dry_run(field)
    add_fill(field)
    add_yes(field)
    field.set_defaults(execute=_generate_field)


def destroy_field_command(commands: Commands) -> None:
    """Add ``destroy field`` to the grammar."""
    about = "Take a field out of a route, with its column."
    field = commands.add_parser("field", help=about, description=about)
    field.add_argument("route", metavar="ROUTE")
    field.add_argument("name", metavar="FIELD")
    add_force(field)
    add_dry_run(field)
    add_yes(field)
    field.set_defaults(execute=_destroy_field)


def _generate_field(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import Growth, How
    from ant.api.fields import generate_fields
    from ant.core.consent import Consent

    route = options.route.lower()

    def generate(consent: Consent) -> Growth:
        how = How(options.dry_run, by_hand=options.by_hand, consent=consent)
        return generate_fields(os.getcwd(), route, options.fields, how)

    with offering(BY_HAND):
        growth = agreed(output, generate, Consent(options.yes, fills=dict(options.fill)))
    names = [f"'{each.partition(':')[0].lower()}'" for each in options.fields]
    what = "field" if len(names) == 1 else "fields"
    done = f"Successfully generated {what} {', '.join(names)} for route '{route}'!"
    return show(output, growth, done)


def _destroy_field(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import Growth, How
    from ant.api.fields import destroy_field
    from ant.core.consent import Consent

    route, name = options.route.lower(), options.name.lower()

    def destroy(consent: Consent) -> Growth:
        how = How(options.dry_run, options.force, consent=consent)
        return destroy_field(os.getcwd(), route, name, how)

    with offering(None if options.force else FORCE):
        growth = agreed(output, destroy, Consent(options.yes))
    return show(output, growth, f"Successfully destroyed field '{name}' of route '{route}'!")


def _rename_field(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.fields import rename_field

    route, old, new = options.route.lower(), options.old.lower(), options.new.lower()
    how = How(options.dry_run, by_hand=options.by_hand)
    with offering(BY_HAND):
        growth = rename_field(os.getcwd(), route, old, new, how)
    done = f"Successfully renamed field '{old}' of route '{route}' to '{new}'!"
    return show(output, growth, done)


def _rename_route(options: argparse.Namespace, output: Output) -> int:
    from ant.api.carry import How
    from ant.api.fields import rename_route

    old, new = options.old.lower(), options.new.lower()
    how = How(options.dry_run, by_hand=options.by_hand)
    with offering(BY_HAND):
        growth = rename_route(os.getcwd(), old, new, how)
    return show(output, growth, f"Successfully renamed route '{old}' to '{new}'!")
