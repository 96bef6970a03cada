"""``ant run``."""

import argparse

from ant.cli.commands.programs import run_here
from ant.cli.output import Output
from ant.cli.parser import Commands, add_command
from ant.core.text.words import quoted

ABOUT = "Serve this project for development, with reload."
MORE = "The first time this makes the virtual environment .venv from requirements.txt."


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    run = add_command(commands, "run", ABOUT, _run, more=MORE)
    run.add_argument(
        "--host", default="127.0.0.1", help="The address to listen on (default: 127.0.0.1)."
    )
    run.add_argument(
        "--port", type=_port, default=5000, help="The port to listen on (default: 5000)."
    )


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not a port from 1 to 65535")


def _run(options: argparse.Namespace, output: Output) -> int:
    from ant.runtime.server import serve

    return run_here(output, "The server", serve, (options.host, options.port))
