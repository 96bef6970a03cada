"""The migrations of a project, carried out by its own Alembic."""

import os
import re
from collections.abc import Callable
from typing import IO

from ant.core.errors import Problem, ToolFailed
from ant.core.text.words import quoted_path
from ant.runtime.environment import ensure_environment
from ant.runtime.process import run_program

SETTINGS = "alembic.ini"

_NAME = re.compile("[0-9a-f]{4,}")


def upgrade(
    root: str,
    revision: str,
    progress: Callable[[str], None],
    *,
    quiet: bool,
    output: IO[bytes] | None = None,
) -> int:
    """Migrate a project's database to a revision and return Alembic's exit code.

    When ``quiet``, all output goes to standard error; with ``output``, that of Alembic goes to this
    file. Raises ``ToolFailed`` for a project without migrations, for a revision that the database
    is past, or where the environment cannot be created.
    """
    if not os.path.exists(os.path.join(root, SETTINGS)):
        problem = Problem(
            f"{quoted_path(root)} has no {SETTINGS}, and so no migrations.",
            hint="Its tables are made when it starts.",
        )
        raise ToolFailed(problem)
    python = ensure_environment(root, "requirements.txt", progress)
    code = run_program(
        [python, "-m", "alembic", "upgrade", revision], root, quiet=quiet, output=output
    )
    if not code and _NAME.fullmatch(revision) and revision not in _current(python, root):
        message = f"The database is not at revision {revision}, which lies behind it."
        hint = f"Go back with: .venv/bin/alembic downgrade {revision}"
        raise ToolFailed(Problem(message, hint=hint))
    return code


def _current(python: str, root: str) -> str:
    """Alembic's output about the current revision of the database."""
    import subprocess  # noqa: PLC0415, slow to load

    command = [python, "-m", "alembic", "current"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return done.stdout
