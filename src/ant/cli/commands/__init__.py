"""The commands, one module each. What does their work is imported when they run."""

from ant.cli.commands.completion import completion
from ant.cli.commands.develop import run, test
from ant.cli.commands.generate import generate

COMMANDS = (completion, generate, run, test)
