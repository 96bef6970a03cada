"""The commands, one module each. What does their work is imported when they run."""

from ant.cli.commands import completion, generate, run, test
from ant.cli.parser import Commands

MODULES = (generate, run, test, completion)


def add_all(commands: Commands) -> None:
    """Add every command to the grammar."""
    for module in MODULES:
        module.add(commands)
