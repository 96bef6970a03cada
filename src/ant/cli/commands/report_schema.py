"""``ant report-schema``."""

import argparse

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Print the JSON Schema of the object that --report prints."


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    add_command(commands, "report-schema", ABOUT, _schema)


def _schema(_options: argparse.Namespace, output: Output) -> int:
    import json

    from ant.cli.report_schema import report_schema

    output.answer(json.dumps(report_schema(), indent=2))
    return 0
