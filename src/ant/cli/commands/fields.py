"""``ant generate field``, ``ant destroy field`` and ``ant rename``."""

import argparse

from ant.cli.commands.changes import (
    add_by_hand,
    add_dry_run,
    add_fill,
    add_force,
    add_rules,
    add_yes,
    fills_of,
    grown,
    removed,
    rules_of,
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
    for part in (field, route):
        add_by_hand(part)
        add_dry_run(part)


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


def add_rules_command(commands: Commands) -> None:
    """Add ``generate rules`` to the grammar."""
    about = "Add rules over several fields to a route: keys, indexes and comparisons."
    rules = commands.add_parser("rules", help=about, description=about)
    rules.add_argument("route", metavar="ROUTE")
    add_rules(rules)
    add_by_hand(rules)
    add_dry_run(rules)
    add_yes(rules)
    rules.set_defaults(execute=_generate_rules)


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
    from ant.core.planning.requests import AddFields

    route = options.route.lower()
    planned = grown(output, options, AddFields(route, options.fields), fills_of(options))
    names = [f"'{text.partition(':')[0].lower()}'" for text in options.fields]
    what = "field" if len(names) == 1 else "fields"
    done = f"Successfully generated {what} {', '.join(names)} for route '{route}'!"
    return show(output, options, planned, done)


def _generate_rules(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import AddRules

    route = options.route.lower()
    planned = grown(output, options, AddRules(route, *rules_of(options)))
    return show(output, options, planned, f"Successfully generated rules for route '{route}'!")


def _destroy_field(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import RemoveField

    route, name = options.route.lower(), options.name.lower()
    planned = removed(output, options, RemoveField(route, name))
    done = f"Successfully destroyed field '{name}' of route '{route}'!"
    return show(output, options, planned, done)


def _rename_field(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import RenameField

    route, old, new = options.route.lower(), options.old.lower(), options.new.lower()
    planned = grown(output, options, RenameField(route, old, new))
    done = f"Successfully renamed field '{old}' of route '{route}' to '{new}'!"
    return show(output, options, planned, done)


def _rename_route(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import RenameRoute

    old, new = options.old.lower(), options.new.lower()
    planned = grown(output, options, RenameRoute(old, new))
    return show(output, options, planned, f"Successfully renamed route '{old}' to '{new}'!")
