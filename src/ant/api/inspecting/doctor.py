"""Diagnose problems of a project and its surroundings on this machine."""

from datetime import date
from typing import NamedTuple

from ant.api.projects.manifests import project_root
from ant.api.projects.record import read_whole_record
from ant.api.steps.data import all_migrations
from ant.core.errors import AntError
from ant.core.tree import Tree
from ant.doctor.diagnosis import Context, Diagnosis
from ant.doctor.examine import examine
from ant.doctor.images import FILES
from ant.recall.faults import FAULTS
from ant.recall.matching import find_faults
from ant.reconcile.migrations.history import heads
from ant.runtime.settings import read_settings
from ant.workspace.project import ReadOnlyProject, read_only_project


class Examined(NamedTuple):
    """The root of a project and the problems around it, the worst first."""

    project_path: str
    diagnoses: list[Diagnosis]


def examine_project(start: str, *, deploy: bool = False) -> Examined:
    """Examine the project around ``start``, for production where it is to be deployed.

    Runs the project's settings module, asks its database, git and Docker, and writes nothing.
    Raises ``NotAProject``, and ``CannotMerge`` for a migration that is no Python.
    """
    root = project_root(start)
    with read_only_project(root) as project:
        context = Context(
            root,
            project.read(FILES),
            read_settings(root),
            frozenset(revision.name for revision in heads(all_migrations(project))),
            tuple(find_faults(project.read({fault.path for fault in FAULTS}), _recorded(project))),
            date.today(),
            deploy,
        )
    return Examined(root, examine(context))


def _recorded(project: ReadOnlyProject) -> Tree:
    """What was generated; nothing where that is not known, and only certain faults are found."""
    try:
        return read_whole_record(project).every_text()
    except AntError:
        return {}
