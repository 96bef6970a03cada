"""The development server, the tests and the rows of a project."""

import errno
import os
import socket
from collections.abc import Callable, Sequence

from ant.core.errors import Problem, ToolFailed
from ant.core.planning.messages import Option, Text
from ant.core.planning.requests import AddAccounts, AddRoute
from ant.core.text.words import quoted, quoted_path
from ant.runtime.application import APPLICATION, find_application
from ant.runtime.environment import ensure_environment
from ant.runtime.process import run_program


def serve(
    root: str, address: tuple[str, int], progress: Callable[[str], None], *, quiet: bool
) -> int:
    """Serve a project for development, with reload, until it ends; return the exit code.

    When ``quiet``, all output of the server goes to standard error. Raises ``ToolFailed`` where the
    address is in use, the environment cannot be created, or the application is not at its generated
    path.
    """
    host, port = address
    _check_free(host, port)
    application = find_application(root)
    if application is None:
        hint = "Put it back, or serve the file that it is now with: .venv/bin/flask --app FILE run"
        message = f"There is no {APPLICATION} in {quoted_path(root)}, so nothing to serve."
        raise ToolFailed(Problem(message, hint=hint))
    python = ensure_environment(root, "requirements.txt", progress)
    command = [python, "-m", "flask", "--app", application, "run", "--reload", "--no-debugger"]
    try:
        return run_program([*command, "--host", host, "--port", str(port)], root, quiet=quiet)
    except KeyboardInterrupt:
        return 0  # how a server is meant to end


def run_tests(
    root: str, arguments: Sequence[str], progress: Callable[[str], None], *, quiet: bool
) -> int:
    """Run a project's own tests with arguments for pytest; return pytest's exit code."""
    python = ensure_environment(root, "requirements-dev.txt", progress)
    return run_program([python, "-m", "pytest", *arguments], root, quiet=quiet)


def run_user_command(
    root: str, words: Sequence[str], progress: Callable[[str], None], *, quiet: bool
) -> int:
    """Run ``flask user`` of a project's own application; return its exit code.

    Raises ``ToolFailed`` where the project has no accounts, or no application where it was.
    """
    application = find_application(root)
    if application is None:
        raise ToolFailed(Problem(f"There is no {APPLICATION} in {quoted_path(root)}."))
    if not os.path.exists(os.path.join(root, "api", "routes", "user_commands.py")):
        raise ToolFailed(
            Problem("This project has no accounts.", hint=Text("Add them: ", AddAccounts()))
        )
    python = ensure_environment(root, "requirements.txt", progress)
    return run_program(
        [python, "-m", "flask", "--app", application, "user", *words], root, quiet=quiet
    )


def run_seed(
    root: str, arguments: Sequence[str], progress: Callable[[str], None], *, quiet: bool
) -> int:
    """Run what fills a project's database with rows; return its exit code.

    Raises ``ToolFailed`` where the project has no routes that it could make rows of.
    """
    program = os.path.join("tests", "seed.py")
    if not os.path.exists(os.path.join(root, program)):
        hint = Text("Add one:  ", AddRoute("users", ("name:string:required",)))
        raise ToolFailed(Problem(f"There is no {program}: no route here has fields.", hint=hint))
    python = ensure_environment(root, "requirements.txt", progress)
    return run_program([python, program, *arguments], root, quiet=quiet)


def _check_free(host: str, port: int) -> None:
    try:
        if not host:
            raise UnicodeError
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(found[0], found[1]) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(found[4])
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "that is no host name"
        in_use = getattr(error, "errno", None) == errno.EADDRINUSE
        problem = Problem(
            f"Cannot listen on {quoted(host)}, port {port}: {reason}.",
            hint=Text("Choose another one with ", Option("port"), ".") if in_use else None,
        )
        raise ToolFailed(problem) from error
