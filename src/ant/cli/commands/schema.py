"""``ant schema``."""

import argparse

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Print the JSON Schema of a spec, from which editors complete and check one."


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    add_command(commands, "schema", ABOUT, _schema)


def _schema(options: argparse.Namespace, output: Output) -> int:
    from ant.api.specs import spec_schema

    output.answer(spec_schema())
    return 0
