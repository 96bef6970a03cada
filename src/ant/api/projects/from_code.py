"""Read the spec of a project from its code, where there is no ``ant.json``."""

import os
import re

from ant.api.projects.manifests import applied_spec, last_applied_spec
from ant.artifacts.paths import MANIFEST
from ant.core.errors import AntError, InvalidName
from ant.core.names.identifiers import ProjectName, parse_project_name
from ant.core.spec import Spec
from ant.python_source.blueprints import may_route
from ant.survey.adopt import Survey, read_spec_from_code
from ant.survey.mocks import mock_paths
from ant.workspace.project import ReadOnlyProject
from ant.workspace.read_code import read_code


def known_spec(project: ReadOnlyProject) -> Spec:
    """Return the spec that was last applied, or the one read from the code where none is recorded.

    The latter has no mocks: present ones need not be known to add something.
    """
    if project.exists(MANIFEST):
        return applied_spec(project)
    code = read_code(project.root)
    routing = [path for path, content in code.items() if may_route(path, content)]
    return read_spec_from_code(project.read(routing), _name(project.root)).spec


def surveyed(project: ReadOnlyProject) -> Survey:
    """Return the spec that can be read from the code, and what could not be read."""
    tree = project.read(read_code(project.root))
    tree |= project.read(mock_paths(tree))
    return read_spec_from_code(tree, _name(project.root), _description(project))


def _name(root: str) -> ProjectName:
    """The name of the project's directory, or what of it can be a project's name."""
    name = os.path.basename(root)
    try:
        return parse_project_name(name)
    except InvalidName:
        allowed = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")
        return parse_project_name(f"{allowed[:50].strip('-.')}-api".strip("-"))


def _description(project: ReadOnlyProject) -> str:
    """The descriptions in an earlier ``ant.json``, which cannot be read from the code."""
    last = last_known(project)
    return last.description if last else ""


def last_known(project: ReadOnlyProject) -> Spec | None:
    """Return the spec that was applied before ``ant.json`` was lost, if it is recorded."""
    try:
        return last_applied_spec(project)
    except AntError:
        return None
