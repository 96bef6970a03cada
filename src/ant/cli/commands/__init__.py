"""The commands, one module each. What does their work is imported when they run."""

from ant.cli.commands.generate import generate

COMMANDS = (generate,)
