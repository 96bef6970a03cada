"""The commands. What does their work is imported when they run."""

from importlib import import_module

from ant.cli.parser import Commands

MODULES = {
    "generate": "generate",
    "destroy": "destroy",
    "rename": "fields",
    "apply": "apply",
    "undo": "apply",
    "upgrade": "upgrade",
    "adopt": "adopt",
    "routes": "list_routes",
    "check": "check",
    "doctor": "doctor",
    "graph": "graph",
    "openapi": "openapi",
    "migrate": "migrate",
    "run": "run",
    "test": "test",
    "seed": "seed",
    "user": "accounts",
    "mcp": "mcp",
    "schema": "schema",
    "report-schema": "report_schema",
    "completion": "completion",
}
"""The module of each command, in the order of the help."""


def add_all(commands: Commands) -> None:
    """Add every command to the grammar."""
    for module in dict.fromkeys(MODULES.values()):
        _add(module, commands)


def add_one(commands: Commands, name: str) -> None:
    """Add one command to the grammar: to read them all takes a third of a short run."""
    _add(MODULES[name], commands)


def _add(module: str, commands: Commands) -> None:
    import_module(f"{__name__}.{module}").add(commands)
