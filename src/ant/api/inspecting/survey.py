"""List the endpoints of a project."""

from ant.api.projects.manifests import project_root
from ant.survey.endpoints import Endpoint, read_endpoints
from ant.workspace.read_code import read_code


def list_endpoints(start: str) -> tuple[str, list[Endpoint]]:
    """Return the root of the project around ``start`` and what its code serves.

    Raises ``NotAProject``.
    """
    root = project_root(start)
    return root, read_endpoints(read_code(root))
