"""``ant openapi``."""

import argparse
import os

from ant.cli.output import Output
from ant.cli.parser import Commands

ABOUT = "Print the OpenAPI 3.1 document of this project, as its code makes it."
MORE = (
    "It needs no database and no server. The first time this makes the virtual environment .venv"
    " from requirements.txt."
)


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    openapi = commands.add_parser("openapi", help=ABOUT, description=f"{ABOUT}\n\n{MORE}")
    openapi.set_defaults(execute=_openapi)


def _openapi(_options: argparse.Namespace, output: Output) -> int:
    import json

    from ant.api.inspecting.openapi import openapi_document

    root, document = openapi_document(os.getcwd(), output.progress)
    output.say(json.dumps(document, indent=2))  # in ASCII, which no terminal takes for a command
    output.succeed(root, [], openapi=document)
    return 0
