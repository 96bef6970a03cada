"""A summary of a project."""

from typing import NamedTuple

from ant.api.projects.from_code import surveyed
from ant.api.projects.manifests import manifest_spec, project_root
from ant.artifacts.paths import MANIFEST
from ant.core.spec import Spec
from ant.workspace.project import read_only_project


class ProjectInfo(NamedTuple):
    """A project: where it is, what it is made of, and what was done with it last."""

    project_path: str
    spec: Spec
    """That of ``ant.json``, or the one read from the code where there is no such file."""
    last_change: str
    """The label of the command that an undo would revert; empty without one."""


def project_info(start: str) -> ProjectInfo:
    """Return a summary of the project around ``start``.

    Raises ``NotAProject``, and ``InvalidDocument`` or ``InvalidSpec`` for an ``ant.json`` that
    cannot be read.
    """
    root = project_root(start)
    with read_only_project(root) as project:
        has_manifest = project.exists(MANIFEST)
        spec = manifest_spec(project) if has_manifest else surveyed(project).spec
        record = project.undo_record()
    return ProjectInfo(root, spec, record[0] if record else "")
