"""Work on a generated project."""

from collections.abc import Callable, Sequence
from typing import IO

from ant.api.projects.manifests import project_root
from ant.runtime.migrations import upgrade
from ant.runtime.server import run_seed, run_tests, serve
from ant.runtime.server import run_user_command as run_command

Progress = Callable[[str], None]


def serve_project(
    start: str, address: tuple[str, int], progress: Progress, *, quiet: bool = False
) -> tuple[str, int]:
    """Serve the project around ``start`` for development; return its root and the exit code.

    When ``quiet``, nothing goes to standard output. Raises ``NotAProject`` and ``ToolFailed``.
    """
    root = project_root(start)
    return root, serve(root, address, progress, quiet=quiet)


def check_project(
    start: str, arguments: Sequence[str], progress: Progress, *, quiet: bool = False
) -> tuple[str, int]:
    """Run the tests of the project around ``start``; return its root and pytest's exit code.

    When ``quiet``, nothing goes to standard output. Raises ``NotAProject`` and ``ToolFailed``.
    """
    root = project_root(start)
    return root, run_tests(root, arguments, progress, quiet=quiet)


def migrate_project(
    start: str,
    revision: str,
    progress: Progress,
    *,
    quiet: bool = False,
    output: IO[bytes] | None = None,
) -> tuple[str, int]:
    """Migrate the database of the project around ``start`` to a revision, ``head`` for the newest.

    Returns the project's root and Alembic's exit code. When ``quiet``, nothing goes to standard
    output; with ``output``, Alembic's output goes to that file. Raises ``NotAProject`` and
    ``ToolFailed``.
    """
    root = project_root(start)
    return root, upgrade(root, revision, progress, quiet=quiet, output=output)


def seed_project(
    start: str, arguments: Sequence[str], progress: Progress, *, quiet: bool = False
) -> tuple[str, int]:
    """Fill the database of the project around ``start``; return its root and the exit code.

    When ``quiet``, nothing goes to standard output. Raises ``NotAProject`` and ``ToolFailed``.
    """
    root = project_root(start)
    return root, run_seed(root, arguments, progress, quiet=quiet)


def run_user_command(
    start: str, words: Sequence[str], progress: Progress, *, quiet: bool = False
) -> tuple[str, int]:
    """Run ``flask user`` in the project around ``start``; return its root and the exit code.

    When ``quiet``, nothing goes to standard output. Raises ``NotAProject`` and ``ToolFailed``.
    """
    root = project_root(start)
    return root, run_command(root, words, progress, quiet=quiet)
