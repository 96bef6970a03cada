"""The commands on the accounts of the API that a project is."""

from collections.abc import Callable, Sequence

from ant.api.projects.manifests import project_root
from ant.runtime.server import run_user_command as run_command


def run_user_command(
    start: str, words: Sequence[str], progress: Callable[[str], None], *, quiet: bool = False
) -> tuple[str, int]:
    """Run ``flask user`` in the project around ``start``; return its root and the exit code.

    When ``quiet``, nothing goes to standard output. Raises ``NotAProject`` and ``ToolFailed``.
    """
    root = project_root(start)
    return root, run_command(root, words, progress, quiet=quiet)
