"""What the grammar of the command line holds."""

import argparse


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Every command that does something, by its words."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner = [commands(command) for command in action.choices.values()]
            return {words: command for commands in inner for words, command in commands.items()}
    return {parser.prog: parser}
