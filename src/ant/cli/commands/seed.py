"""``ant seed``."""

import argparse

from ant.cli.commands.programs import run_here
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command
from ant.core.text.words import quoted

ABOUT = "Fill this project's development database with plausible rows."
MORE = """\
Rows are made through the services, from what tests/factories says of each route with fields. The
same --seed gives an empty database the same rows; one that has rows gets more."""
MOST = 100_000


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    seed = add_command(commands, "seed", ABOUT, _execute, more=MORE)
    seed.add_argument(
        "--count", type=_count, default=50, help="How many rows each route gets (default: 50)."
    )
    seed.add_argument(
        "--route", metavar="NAME", help="Only this route, and what its rows cannot do without."
    )
    seed.add_argument(
        "--seed", type=_seed, default=0, help="Another number gives other values (default: 0)."
    )
    seed.add_argument("--yes", action="store_true", help="Do it outside development as well.")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 9 and 0 < int(text) <= MOST:
        return int(text)
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not a number from 1 to {MOST}")


def _seed(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 19:
        return int(text)
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not a whole number")


def _execute(options: argparse.Namespace, output: Output) -> int:
    from ant.runtime.server import run_seed

    arguments = [f"--count={options.count}", f"--seed={options.seed}"]
    arguments += [f"--route={options.route}"] if options.route else []
    arguments += ["--yes"] if options.yes else []
    return run_here(output, "tests/seed.py", run_seed, arguments)
