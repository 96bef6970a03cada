"""Run the programs of a project: its server, its tests, its migrations."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec

from ant.api.projects.manifests import project_root

Arguments = ParamSpec("Arguments")


def run_in_project(
    start: str,
    program: Callable[Concatenate[str, Arguments], int],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> tuple[str, int]:
    """Run a function of ``runtime`` for the project around ``start``.

    Returns the root of the project, which the function gets before all else, and the exit code that
    it returns. Raises ``NotAProject``, and ``ToolFailed`` where the function does.
    """
    root = project_root(start)
    return root, program(root, *arguments, **options)
