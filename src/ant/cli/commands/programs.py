"""What the commands that run a program in a project have in common."""

import os
from collections.abc import Callable

from ant.cli.output import Output

FAILED = 1


def run_here(
    output: Output, name: str, program: Callable[..., int], argument: object, done: str = ""
) -> int:
    """Run a function of ``runtime`` for the project we are in; return our exit code.

    ``name`` is what messages call the program, ``done`` what is said where it succeeds.
    """
    from ant.api.develop import run_in_project

    folder, show = os.getcwd(), output.progress
    root, code = run_in_project(folder, program, argument, show, quiet=output.report)
    if code:
        output.refuse("tool_failed", f"{name} ended with exit code {code}.", project_path=root)
        return FAILED
    if done:
        output.say(done)
    output.succeed(root, [])
    return 0
