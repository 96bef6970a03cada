"""Change what a project is made of: its spec, and through it the code."""

from collections.abc import Callable

from ant.api.carry import KEPT, PLAINLY, Growth, How, Notes, Planned, execute, told
from ant.api.from_code import known_spec
from ant.api.manifests import (
    applied_spec,
)
from ant.api.stepping import plan_step
from ant.artifacts.paths import APPLIED, MANIFEST
from ant.core.errors import (
    HasRun,
    NothingToUndo,
    Problem,
    StaleProject,
)
from ant.core.meter import Meter, no_meter
from ant.core.name_advice import case_advice
from ant.core.plan import Plan
from ant.core.spec import Sketch, Spec, Subroute
from ant.core.words import quoted, quoted_path
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.operations.guard_route import guard_route
from ant.operations.remove_route import remove_route
from ant.operations.remove_subroute import remove_subroute
from ant.reconcile.history import heads
from ant.rendering.migration import VERSIONS
from ant.runtime.database import ask_database
from ant.workspace.project import ReadOnlyProject


def generate_route(start: str, name: str, sketch: Sketch, how: How = PLAINLY) -> Growth:
    """Add a route to the project around ``start``, in all its layers.

    A project without ``ant.json`` is read from its code, here and for a subroute, and gets none.
    What would be refused is left to the owner where ``how`` says so, here and in ``ant apply``.
    This and all below raise what is wrong with the request, ``CannotMerge`` where the code cannot
    be changed without risk, and what opening and writing a project raises; then nothing changed.
    """
    command = f"ant generate route {name}"

    def grown(spec: Spec) -> Spec:
        return guard_route(add_route(spec, name, sketch.method, sketch.mock), name, sketch.access)

    return _grow(start, grown, command, how).advised(case_advice("Route", name))


def generate_subroute(start: str, route: str, subroute: Subroute, how: How = PLAINLY) -> Growth:
    """Add a subroute to a route; the plan is empty where the route has it already."""
    command = f"ant generate subroute {route} {subroute.name}"
    return _grow(start, lambda spec: add_subroute(spec, route, subroute), command, how)


def destroy_route(start: str, name: str, how: How = PLAINLY, *, cascade: bool = False) -> Growth:
    """Take out what was generated for a route; refuse where somebody has changed or uses it.

    Where ``cascade``, the fields of other routes that lead to it go as well.
    Forced, here and for a subroute, it goes all the same; copies of changed files are kept. Raises
    ``Unconfirmed`` where the rows of its table were more than a sketch, and nobody has agreed.
    """
    command = f"ant destroy route {name}{' --cascade' if cascade else ''}"
    return change_spec(start, lambda spec: remove_route(spec, name, cascade=cascade), command, how)


def destroy_subroute(start: str, route: str, name: str, how: How = PLAINLY) -> Growth:
    """Take out what was generated for a subroute; refuse where somebody has changed or uses it."""
    command = f"ant destroy subroute {route} {name}"
    return change_spec(start, lambda spec: remove_subroute(spec, route, name), command, how)


def undo(start: str, how: How = PLAINLY, meter: Meter = no_meter) -> tuple[Growth, str]:
    """Put back what the last command changed; return that command too.

    A copy of what was taken out goes again, unless its owner has changed or moved it.

    Raises ``NothingToUndo``, and ``StaleProject`` where a file is not as the command left it.
    ``HasRun`` where the database that the settings name has seen a migration that would go.
    Nothing is undone then, and a dry run says so as well. One that does not answer is a warning.
    """
    undone: list[str] = []

    def plan(project: ReadOnlyProject) -> Planned:
        record = project.undo_record()
        if record is None:
            raise NothingToUndo(Problem("There is nothing to undo."))
        command, reverse = record
        undone.append(command)
        warnings = _check_not_run(project.root, reverse)
        return Planned(_still_right(project, command, reverse), Notes(warnings=warnings))

    return execute(start, plan, "ant undo", how, meter), undone[-1]


def _check_not_run(root: str, reverse: Plan) -> tuple[str, ...]:
    """Raise where a database would be left at a revision that nobody knows any more.

    Returns a warning where the one that the settings name does not answer.
    """
    gone = {
        change.path: change.before
        for change in reverse.effective
        if change.after is None and change.before and change.path.startswith(f"{VERSIONS}/")
    }
    ends = heads(gone)
    if not ends:
        return ()
    database = ask_database(root)
    for end in ends:
        before = " ".join(end.below) or "base"
        way = f"alembic downgrade {before}"
        if database.answer.revisions is None:
            asked = f"The database '{database.name}' did not answer whether '{end.path}' has run"
            return (f"{asked}. If it has, put that file back and run: {way}",)
        if end.name in database.answer.revisions:
            message = f"The migration {quoted_path(end.path)} has run in '{database.name}'."
            hint = f"Go back first, in the project's environment: {way}"
            raise HasRun(Problem(message, hint=hint))
    return ()


def _still_right(project: ReadOnlyProject, command: str, reverse: Plan) -> Plan:
    """The plan without copies that are not as they were made; raise where other files are not."""
    tree = project.read([change.path for change in reverse.effective])
    changed = [each.path for each in reverse.effective if tree.get(each.path) != each.before]
    problems = [
        Problem(
            f"{quoted_path(path)} has changed since {quoted(command)}.", hint="Nothing was undone."
        )
        for path in changed
        if not path.startswith(f"{KEPT}/")
    ]
    if problems:
        raise StaleProject(*problems)
    return Plan(tuple(each for each in reverse.changes if each.path not in changed))


def change_spec(start: str, change: Callable[[Spec], Spec], command: str, how: How) -> Growth:
    """Carry a change of the spec that ``ant.json`` holds into the project around ``start``."""

    def plan(project: ReadOnlyProject) -> Planned:
        old = applied_spec(project)
        return plan_step(project, old, change(old), how)

    return execute(start, plan, told(command, how), how)


def _grow(start: str, change: Callable[[Spec], Spec], command: str, how: How) -> Growth:
    def plan(project: ReadOnlyProject) -> Planned:
        old = known_spec(project)
        planned = plan_step(project, old, change(old), how)
        if project.exists(MANIFEST):
            return planned
        changes = (each for each in planned.plan.changes if each.path not in (MANIFEST, APPLIED))
        return planned._replace(plan=planned.plan._replace(changes=tuple(changes)))

    return execute(start, plan, told(command, how), how)
