"""The migrations of a project, carried out by its own Alembic."""

import os
from collections.abc import Callable

from ant.core.errors import Problem, ToolFailed
from ant.runtime.environment import ensure_environment
from ant.runtime.process import run_program

SETTINGS = "alembic.ini"


def upgrade(root: str, revision: str, progress: Callable[[str], None], *, quiet: bool) -> int:
    """Bring a project's database to a revision and return Alembic's exit code.

    When ``quiet``, all output goes to standard error. Raises ``ToolFailed`` for a project without
    migrations, or where the environment cannot be made.
    """
    if not os.path.exists(os.path.join(root, SETTINGS)):
        problem = Problem(
            f"'{root}' has no {SETTINGS}, and so no migrations.",
            hint="Its tables are made when it starts.",
        )
        raise ToolFailed(problem)
    python = ensure_environment(root, "requirements.txt", progress)
    return run_program([python, "-m", "alembic", "upgrade", revision], root, quiet=quiet)
