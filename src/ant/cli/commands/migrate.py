"""``ant migrate``."""

import argparse

from ant.cli.commands.programs import run_here
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Bring the tables of this project's database to the newest migration."
MORE = """\
It runs alembic upgrade in the virtual environment .venv, which is made the first time. To go
back, run in there:  alembic downgrade -1"""


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    migrate = add_command(commands, "migrate", ABOUT, _migrate, more=MORE)
    migrate.add_argument(
        "--to", default="head", metavar="REVISION", help="Stop at this revision (default: head)."
    )


def _migrate(options: argparse.Namespace, output: Output) -> int:
    from ant.runtime.migrations import upgrade

    done = "The database is up to date." if options.to == "head" else "Done."
    return run_here(output, "alembic", upgrade, options.to, done)
