"""What the grammar of the command line holds."""

import argparse


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Every command that does something, by its words."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            inner = [commands(each) for each in action.choices.values()]
            return {words: each for found in inner for words, each in found.items()}
    return {parser.prog: parser}
