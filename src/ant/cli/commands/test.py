"""``ant test``."""

import argparse

from ant.cli.commands.programs import run_here
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Run this project's own tests."
MORE = """\
What follows is handed on to pytest:  ant test -k default

The first time this installs requirements-dev.txt into the virtual environment .venv."""


def add(commands: Commands) -> None:
    """Add the command to the grammar; its arguments are split off before."""
    add_command(commands, "test", ABOUT, _test, more=MORE, usage="ant test [-h] [--report] [...]")


def _test(options: argparse.Namespace, output: Output) -> int:
    from ant.runtime.server import run_tests

    return run_here(output, "pytest", run_tests, options.rest)
