"""``ant generate field``, ``ant destroy field`` and ``ant rename``."""

import argparse

from ant.cli.commands.changes import (
    add_options,
    add_rules,
    fills_of,
    grown,
    removed,
    rules_of,
    show,
)
from ant.cli.commands.field_help import types_and_modifiers
from ant.cli.commands.routes import FIELDS
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command


def add(commands: Commands) -> None:
    """Add ``rename`` and its own commands to the grammar."""
    about = "Call a field or a route something else; its rows stay."
    kinds = commands.add_parser("rename", help=about, description=about).add_commands("WHAT")
    about = "Call a field something else."
    field = add_command(kinds, "field", about, _rename_field)
    field.add_argument("route", metavar="ROUTE")
    field.add_argument("old", metavar="OLD")
    field.add_argument("new", metavar="NEW")
    about = "Call a route something else, with its files, its table and its URLs."
    route = add_command(kinds, "route", about, _rename_route)
    route.add_argument("old", metavar="OLD")
    route.add_argument("new", metavar="NEW")
    for part in (field, route):
        add_options(part, "--by-hand", "--dry-run")


def add_field_command(commands: Commands) -> None:
    """Add ``generate field`` to the grammar."""
    about = "Add fields to a route; one without any becomes a whole resource."
    field = add_command(
        commands, "field", about, _generate_field, mixed=True, more_help=types_and_modifiers
    )
    field.add_argument("route", metavar="ROUTE")
    field.add_argument("fields", metavar="FIELD", nargs="+", help=FIELDS)
    add_options(field, "--by-hand", "--dry-run", "--fill", "--yes")


def add_rules_command(commands: Commands) -> None:
    """Add ``generate rules`` to the grammar."""
    about = "Add rules over several fields to a route: keys, indexes and comparisons."
    rules = add_command(commands, "rules", about, _generate_rules)
    rules.add_argument("route", metavar="ROUTE")
    add_rules(rules)
    add_options(rules, "--by-hand", "--dry-run", "--yes")


def destroy_field_command(commands: Commands) -> None:
    """Add ``destroy field`` to the grammar."""
    about = "Take a field out of a route, with its column."
    field = add_command(commands, "field", about, _destroy_field)
    field.add_argument("route", metavar="ROUTE")
    field.add_argument("name", metavar="FIELD")
    add_options(field, "--force", "--dry-run", "--yes")


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
