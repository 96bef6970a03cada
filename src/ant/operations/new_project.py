"""Create the spec of a new project."""

from ant.core.names.identifiers import parse_project_name
from ant.core.spec import Spec


def new_project(name: str) -> Spec:
    """Return the spec of a project without routes; raise ``InvalidName``."""
    return Spec(parse_project_name(name))
