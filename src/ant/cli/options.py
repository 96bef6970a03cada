"""Options that several commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def report_option(command: Command) -> Command:
    """Accept ``--report`` here; the command line as a whole is searched for it beforehand."""
    return click.option(
        "--report",
        is_flag=True,
        expose_value=False,
        help="Print one JSON object to standard output instead of text.",
    )(command)
