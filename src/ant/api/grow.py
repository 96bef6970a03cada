"""Change what a project is made of: its spec, and through it the code."""

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ant.api.from_code import known_spec, surveyed
from ant.api.manifests import applied_spec, last_applied_spec, read_spec_file, wanted_spec
from ant.core.errors import NothingToUndo, Problem, StaleProject, TargetExists
from ant.core.meter import Meter, no_meter
from ant.core.outcome import Outcome
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.route_names import folded
from ant.core.spec import Mock, Spec, Subroute
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.operations.remove_route import remove_route
from ant.operations.remove_subroute import remove_subroute
from ant.reconcile.files import affected_paths, reconcile
from ant.rendering.manifest import SCHEMA
from ant.rendering.project import (
    APPLIED,
    LOAD_MOCK,
    MANIFEST,
    render_load_mock,
    render_shared,
)
from ant.survey.adopt import Survey
from ant.survey.dialect import in_dialect
from ant.workspace.locate import find_project
from ant.workspace.project import ReadOnlyProject, opened_project, read_only_project

Planner = Callable[[ReadOnlyProject], Plan]

MOCKS = "api/mocks/"


class Growth(NamedTuple):
    """What was done, and the plan that did it or, in a dry run, would."""

    outcome: Outcome
    plan: Plan


def generate_route(
    start: str, name: str, method: str, mock: Mock | None, *, dry_run: bool = False
) -> Growth:
    """Add a route to the project around ``start``, in all its layers.

    A project without ``ant.json`` is read from its code, here and for a subroute, and gets none.
    This and all below raise what is wrong with the request, ``CannotMerge`` where the code cannot
    be changed without risk, and what opening and writing a project raises; then nothing changed.
    """
    command = f"ant generate route {name}"
    return _grow(start, lambda spec: add_route(spec, name, method, mock), command, dry_run)


def generate_route_with_fields(
    start: str, name: str, fields: Sequence[str], *, dry_run: bool = False
) -> Growth:
    """Add a route with fields, each as ``name:type:modifier:…`` or ``name:{…}``.

    A project without ``ant.json`` is refused: its code could not tell all that fields are.
    """
    from ant.core.field_arguments import read_arguments  # noqa: PLC0415, slow to load

    read = read_arguments(folded(name), fields)
    command = f"ant generate route {name}"
    return _change(start, lambda spec: add_route(spec, name, fields=read), command, dry_run)


def generate_subroute(
    start: str, route: str, subroute: Subroute, *, dry_run: bool = False
) -> Growth:
    """Add a subroute to a route; the plan is empty where the route has it already."""
    command = f"ant generate subroute {route} {subroute.name}"
    return _grow(start, lambda spec: add_subroute(spec, route, subroute), command, dry_run)


def destroy_route(start: str, name: str, *, dry_run: bool = False) -> Growth:
    """Take out what was generated for a route; refuse where somebody has changed it since."""
    command = f"ant destroy route {name}"
    return _change(start, lambda spec: remove_route(spec, name), command, dry_run)


def destroy_subroute(start: str, route: str, name: str, *, dry_run: bool = False) -> Growth:
    """Take out what was generated for a subroute; refuse where somebody has changed it since."""
    command = f"ant destroy subroute {route} {name}"
    return _change(start, lambda spec: remove_subroute(spec, route, name), command, dry_run)


def apply_manifest(start: str, *, dry_run: bool = False, meter: Meter = no_meter) -> Growth:
    """Carry what somebody changed in ``ant.json`` into the code; ``meter`` hears how far it is."""

    def plan(project: ReadOnlyProject) -> Plan:
        return _plan(project, last_applied_spec(project), wanted_spec(project))

    return _execute(start, plan, "ant apply", dry_run, meter)


def adopt(start: str, *, dry_run: bool = False) -> tuple[Growth, Survey]:
    """Write the ``ant.json`` of a project from its code; return also what the code told.

    Raises ``TargetExists`` where there is one, and ``InvalidDocument`` where it could not be read.
    """
    surveys: list[Survey] = []

    def plan(project: ReadOnlyProject) -> Plan:
        if project.exists(MANIFEST):
            raise TargetExists(Problem(f"'{project.root}' has an {MANIFEST} already."))
        survey = surveyed(project)
        surveys.append(survey)
        files = render_shared(survey.spec, [MANIFEST, APPLIED, SCHEMA])
        read_spec_file(files[MANIFEST], MANIFEST)
        present = project.read(files)
        return make_plan(*(FileChange(p, present.get(p), files[p]) for p in files))

    return _execute(start, plan, "ant adopt", dry_run), surveys[0]


def undo(start: str, *, dry_run: bool = False, meter: Meter = no_meter) -> tuple[Growth, str]:
    """Put back what the last command changed; return that command too.

    Raises ``NothingToUndo``, and ``StaleProject`` where a file is not as the command left it.
    Nothing is undone then, and a dry run says so as well.
    """
    undone: list[str] = []

    def plan(project: ReadOnlyProject) -> Plan:
        record = project.undo_record()
        if record is None:
            raise NothingToUndo(Problem("There is nothing to undo."))
        command, reverse = record
        _check_untouched(project, command, reverse)
        undone.append(command)
        return reverse

    return _execute(start, plan, "ant undo", dry_run, meter), undone[0]


def _check_untouched(project: ReadOnlyProject, command: str, reverse: Plan) -> None:
    """Raise where somebody has changed since what a command left."""
    tree = project.read([change.path for change in reverse.effective])
    problems = [
        Problem(f"'{change.path}' has changed since '{command}'.", hint="Nothing was undone.")
        for change in reverse.effective
        if tree.get(change.path) != change.before
    ]
    if problems:
        raise StaleProject(*problems)


def _change(start: str, change: Callable[[Spec], Spec], command: str, dry_run: bool) -> Growth:
    def plan(project: ReadOnlyProject) -> Plan:
        old = applied_spec(project)
        return _plan(project, old, change(old))

    return _execute(start, plan, command, dry_run)


def _grow(start: str, change: Callable[[Spec], Spec], command: str, dry_run: bool) -> Growth:
    def plan(project: ReadOnlyProject) -> Plan:
        old = known_spec(project)
        planned = _plan(project, old, change(old))
        if project.exists(MANIFEST):
            return planned
        return Plan(tuple(each for each in planned.changes if each.path not in (MANIFEST, APPLIED)))

    return _execute(start, plan, command, dry_run)


def _plan(project: ReadOnlyProject, old: Spec, new: Spec) -> Plan:
    tree = project.read(affected_paths(old, new))
    planned = reconcile(tree, *in_dialect(tree, old, new))
    paths = {each.path for each in planned.changes if each.before is None}
    if LOAD_MOCK in {*tree, *paths} or not any(path.startswith(MOCKS) for path in paths):
        return planned
    # The first mock in a project whose other mocks are in its code, as backant-cli wrote them.
    return make_plan(*planned.changes, FileChange(LOAD_MOCK, None, render_load_mock()))


def _execute(
    start: str, plan: Planner, command: str, dry_run: bool, meter: Meter = no_meter
) -> Growth:
    root = find_project(start)
    if dry_run:
        with read_only_project(root) as shown:
            planned = plan(shown)
    else:
        with opened_project(root) as project:
            planned = plan(project)
            if planned.effective:
                project.apply(planned, command, meter)
    files = tuple(os.path.join(root, each.path) for each in planned.effective)
    return Growth(Outcome(root, files, dry_run), planned)
