"""``ant openapi``."""

import argparse
import os

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

ABOUT = "Print the OpenAPI 3.1 document of this project, as its code makes it."
MORE = (
    "It needs no database and no server. The first time this makes the virtual environment .venv"
    " from requirements.txt."
)


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    add_command(commands, "openapi", ABOUT, _openapi, more=MORE)


def _openapi(_options: argparse.Namespace, output: Output) -> int:
    import json

    from ant.api.inspecting.openapi import openapi_document

    root, document = openapi_document(os.getcwd(), output.progress)
    output.say(json.dumps(document, indent=2))  # in ASCII, which no terminal takes for a command
    output.succeed(root, [], openapi=document)
    return 0
