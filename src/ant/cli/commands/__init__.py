"""The commands, one module each. What does their work is imported when they run."""

from ant.cli.commands import (
    adopt,
    apply,
    completion,
    destroy,
    fields,
    generate,
    graph,
    list_routes,
    migrate,
    openapi,
    run,
    schema,
    seed,
    test,
    upgrade,
)
from ant.cli.parser import Commands

MODULES = (
    generate, destroy, fields, apply, upgrade, adopt, list_routes, graph, openapi, migrate, run,
    test, seed, schema, completion,
)  # fmt: skip


def add_all(commands: Commands) -> None:
    """Add every command to the grammar."""
    for module in MODULES:
        module.add(commands)
