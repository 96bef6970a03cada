"""Change what a project is made of: its spec, and through it the code."""

import os
from collections.abc import Callable
from typing import NamedTuple

from ant.api.manifests import applied_spec, last_applied_spec, wanted_spec
from ant.core.errors import NothingToUndo, Problem
from ant.core.outcome import Outcome
from ant.core.plan import Plan
from ant.core.spec import Mock, Spec, Subroute
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.operations.remove_route import remove_route
from ant.operations.remove_subroute import remove_subroute
from ant.reconcile.files import affected_paths, reconcile
from ant.workspace.locate import find_project
from ant.workspace.project import Project, opened_project, read_only_project

Planner = Callable[[Project], Plan]


class Growth(NamedTuple):
    """What was done, and the plan that did it or, in a dry run, would."""

    outcome: Outcome
    plan: Plan


def generate_route(
    start: str, name: str, method: str, mock: Mock | None, *, dry_run: bool = False
) -> Growth:
    """Add a route to the project around ``start``, in all its layers.

    This and all below raise what is wrong with the request, ``CannotMerge`` where the code cannot
    be changed without risk, and what opening and writing a project raises; then nothing changed.
    """
    command = f"ant generate route {name}"
    return _change(start, lambda spec: add_route(spec, name, method, mock), command, dry_run)


def generate_subroute(
    start: str, route: str, subroute: Subroute, *, dry_run: bool = False
) -> Growth:
    """Add a subroute to a route; the plan is empty where the route has it already."""
    command = f"ant generate subroute {route} {subroute.name}"
    return _change(start, lambda spec: add_subroute(spec, route, subroute), command, dry_run)


def destroy_route(start: str, name: str, *, dry_run: bool = False) -> Growth:
    """Take out what was generated for a route; refuse where somebody has changed it since."""
    command = f"ant destroy route {name}"
    return _change(start, lambda spec: remove_route(spec, name), command, dry_run)


def destroy_subroute(start: str, route: str, name: str, *, dry_run: bool = False) -> Growth:
    """Take out what was generated for a subroute; refuse where somebody has changed it since."""
    command = f"ant destroy subroute {route} {name}"
    return _change(start, lambda spec: remove_subroute(spec, route, name), command, dry_run)


def apply_manifest(start: str, *, dry_run: bool = False) -> Growth:
    """Carry what somebody changed in ``ant.json`` into the code."""

    def plan(project: Project) -> Plan:
        return _plan(project, last_applied_spec(project), wanted_spec(project))

    return _execute(start, plan, "ant apply", dry_run)


def undo(start: str, *, dry_run: bool = False) -> tuple[Growth, str]:
    """Put back what the last command changed; return that command too.

    Raises ``NothingToUndo``, and ``StaleProject`` where a file is not as the command left it.
    """
    undone: list[str] = []

    def plan(project: Project) -> Plan:
        record = project.undo_record()
        if record is None:
            raise NothingToUndo(Problem("There is nothing to undo."))
        undone.append(record[0])
        return record[1]

    return _execute(start, plan, "ant undo", dry_run), undone[0]


def _change(start: str, change: Callable[[Spec], Spec], command: str, dry_run: bool) -> Growth:
    def plan(project: Project) -> Plan:
        old = applied_spec(project)
        return _plan(project, old, change(old))

    return _execute(start, plan, command, dry_run)


def _plan(project: Project, old: Spec, new: Spec) -> Plan:
    return reconcile(project.read(affected_paths(old, new)), old, new)


def _execute(start: str, plan: Planner, command: str, dry_run: bool) -> Growth:
    root = find_project(start)
    with (read_only_project if dry_run else opened_project)(root) as project:
        planned = plan(project)
        if not dry_run and planned.effective:
            project.apply(planned, command)
    files = tuple(os.path.join(root, each.path) for each in planned.effective)
    return Growth(Outcome(root, files, dry_run), planned)
