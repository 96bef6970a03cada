"""``ant generate auth`` and ``ant user``."""

import argparse

from ant.cli.commands.changes import add_options, grown, show
from ant.cli.commands.programs import run_here
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Run a command on the accounts of this project: create, list, role or disable."
MORE = """\
It is flask user in the virtual environment .venv, which is made the first time. What stands behind
it goes there:  ant user create ann@example.com --role admin
The password is asked for, or read from a pipe, so that no other program can see it."""


def add_auth_command(commands: Commands) -> None:
    """Add ``generate auth`` to the grammar."""
    about = "Add accounts to the project you are in: sign-up, sign-in and sessions below /auth."
    auth = add_command(commands, "auth", about, _generate_auth)
    auth.add_argument(
        "--route", default="users", metavar="NAME",
        help="The route whose rows are accounts; it is added where it is not there"
        " (default: users).",
    )  # fmt: skip
    add_options(auth, "--by-hand", "--dry-run", "--yes")


def add(commands: Commands) -> None:
    """Add the command to the grammar; its arguments are split off before."""
    add_command(commands, "user", ABOUT, _user, more=MORE, usage="ant user [-h] [--report] [...]")


def _generate_auth(options: argparse.Namespace, output: Output) -> int:
    from ant.core.planning.requests import AddAccounts

    route = options.route.lower()
    planned = grown(output, options, AddAccounts(route))
    done = f"Successfully generated accounts, which are rows of '{route}'!"
    first = "Make the first one with: ant user create EMAIL --role admin"
    return show(output, options, planned, f"{done}\n{first}")


def _user(options: argparse.Namespace, output: Output) -> int:
    from ant.runtime.server import run_user_command

    return run_here(output, "flask user", run_user_command, options.rest or ["--help"])
