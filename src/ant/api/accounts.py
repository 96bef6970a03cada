"""Accounts of the API that a project is."""

from collections.abc import Callable, Sequence

from ant.api.carry import PLAINLY, Growth, How
from ant.api.fields import change_resources
from ant.api.versions import project_root
from ant.operations.add_accounts import add_accounts
from ant.runtime.server import run_user_command as run_command


def generate_auth(start: str, route: str, how: How = PLAINLY) -> Growth:
    """Let the rows of a route be the accounts of the API; it is added where it is not there.

    Raises what generating a route with fields raises.
    """
    default = "" if route == "users" else f" --route {route}"
    command = f"ant generate auth{default}"
    return change_resources(start, lambda spec: add_accounts(spec, route), command, how)


def run_user_command(
    start: str, words: Sequence[str], progress: Callable[[str], None], *, quiet: bool = False
) -> tuple[str, int]:
    """Run ``flask user`` in the project around ``start``; return its root and the exit code.

    When ``quiet``, nothing goes to standard output. Raises ``NotAProject`` and ``ToolFailed``.
    """
    root = project_root(start)
    return root, run_command(root, words, progress, quiet=quiet)
