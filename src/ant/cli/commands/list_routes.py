"""``ant routes``."""

import argparse
import os
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

if TYPE_CHECKING:
    from ant.survey.endpoints import Endpoint

HEADER = ("METHOD", "URL", "HANDLER", "FILE", "AUTH")


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "List the endpoints of this project, from its code as it is."
    add_command(commands, "routes", about, _routes)


def _routes(_options: argparse.Namespace, output: Output) -> int:
    from ant.api.inspecting.survey import list_endpoints

    root, endpoints = list_endpoints(os.getcwd())
    with_owners = any(endpoint.owner for endpoint in endpoints)
    rows = [
        (*HEADER, *(["OWNER"] if with_owners else [])),
        *(
            (*_cells(endpoint), *([endpoint.owner or "-"] if with_owners else []))
            for endpoint in endpoints
        ),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        output.say("  ".join(cells).rstrip())
    output.succeed(root, [], routes=[endpoint._asdict() for endpoint in endpoints])
    return 0


def _cells(endpoint: "Endpoint") -> tuple[str, ...]:
    location = f"{endpoint.file}:{endpoint.line}"
    return endpoint.method, endpoint.url, endpoint.handler, location, endpoint.auth or "-"
