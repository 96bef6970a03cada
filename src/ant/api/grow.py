"""Grow a project: routes and subroutes."""

import os
from collections.abc import Callable
from typing import NamedTuple

from ant.core.errors import NotAProject, Problem
from ant.core.outcome import Outcome
from ant.core.plan import Plan
from ant.core.spec import Mock, Spec, Subroute
from ant.core.spec_reader import read_manifest
from ant.documents.json_text import parse_json
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.reconcile.files import affected_paths, reconcile
from ant.rendering.project import MANIFEST
from ant.workspace.locate import find_project
from ant.workspace.project import Project, opened_project, read_only_project


class Growth(NamedTuple):
    """What was done, and the plan that did it or, in a dry run, would."""

    outcome: Outcome
    plan: Plan


def generate_route(
    start: str, name: str, method: str, mock: Mock | None, *, dry_run: bool = False
) -> Growth:
    """Add a route to the project around ``start``, in all its layers.

    Raises ``InvalidName``, ``TargetExists``, ``CannotMerge`` and what opening and writing a project
    raises; then nothing has changed.
    """
    command = f"ant generate route {name}"
    return _grow(start, lambda spec: add_route(spec, name, method, mock), command, dry_run)


def generate_subroute(
    start: str, route: str, subroute: Subroute, *, dry_run: bool = False
) -> Growth:
    """Add a subroute to a route of the project around ``start``; none where it is there already.

    Raises ``UnknownRoute``, ``InvalidName``, ``CannotMerge`` and what opening and writing a project
    raises; then nothing has changed.
    """
    command = f"ant generate subroute {route} {subroute.name}"
    return _grow(start, lambda spec: add_subroute(spec, route, subroute), command, dry_run)


def _grow(start: str, change: Callable[[Spec], Spec], command: str, dry_run: bool) -> Growth:
    root = find_project(start)
    with (read_only_project if dry_run else opened_project)(root) as project:
        old = _spec_of(project)
        new = change(old)
        plan = reconcile(project.read(affected_paths(old, new)), old, new)
        if not dry_run and plan.effective:
            project.apply(plan, command)
    files = tuple(os.path.join(root, each.path) for each in plan.effective)
    return Growth(Outcome(root, files, dry_run), plan)


def _spec_of(project: Project) -> Spec:
    content = project.read([MANIFEST]).get(MANIFEST)
    if content is None:
        problem = Problem(f"'{project.root}' has no {MANIFEST}, which holds a project's spec.")
        raise NotAProject(problem)
    document = parse_json(content, MANIFEST)
    return read_manifest(document.value, document.where)
