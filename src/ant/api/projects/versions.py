"""Whether this version of ant can work on a project."""

import re

from ant import __version__
from ant.artifacts.paths import MANIFEST
from ant.core.errors import MadeByNewer, Problem
from ant.core.versions import is_newer
from ant.workspace.locate import find_project
from ant.workspace.project import ReadOnlyProject, read_only_project

_MADE_BY = re.compile(rb'"ant"\s*:\s*"([^"\\]*)"')


def project_root(start: str) -> str:
    """Return the root of the project around ``start``.

    Raises ``NotAProject``, and ``MadeByNewer`` where a newer version has made it.
    """
    root = find_project(start)
    with read_only_project(root) as project:
        check_not_newer(project)
    return root


def check_not_newer(project: ReadOnlyProject) -> None:
    """Raise ``MadeByNewer`` where ``ant.json`` says that a newer version has made a project."""
    content = project.read([MANIFEST]).get(MANIFEST, b"")
    versions = [found.decode("ascii", "replace") for found in _MADE_BY.findall(content)]
    if any(is_newer(version, __version__) for version in versions):
        check_version(_said_version(content))  # a mock may have such an entry as well


def check_version(made_by: object) -> None:
    """Raise ``MadeByNewer`` for what a newer version has made than the one that runs."""
    if isinstance(made_by, str) and is_newer(made_by, __version__):
        message = f"This project was made by ant {made_by}, and this is ant {__version__}."
        raise MadeByNewer(Problem(message, hint="Use that version, or a newer one."))


def _said_version(content: bytes) -> object:
    import json  # noqa: PLC0415, seldom needed

    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value.get("ant") if isinstance(value, dict) else None
