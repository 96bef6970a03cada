"""Imports of optional packages, listed in ``requirements-observability.txt``."""

from importlib import import_module
from typing import Any

from startup.refuse_to_start import refuse_to_start


def optional_module(variable: str, name: str) -> Any:
    """Import what a variable asks for; refuse to start where its packages are missing."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        refuse_to_start(
            f"{variable} is set, but {error.name} is not installed: "
            "pip install -r requirements-observability.txt"
        )
