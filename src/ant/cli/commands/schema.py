"""``ant schema``."""

import argparse

from ant.cli.output import Output
from ant.cli.parser import Commands

ABOUT = "Print the JSON Schema of a spec, from which editors complete and check one."


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    schema = commands.add_parser("schema", help=ABOUT, description=ABOUT)
    schema.set_defaults(execute=_schema)


def _schema(options: argparse.Namespace, output: Output) -> int:
    from ant.api.specs import spec_schema

    output.answer(spec_schema())
    return 0
