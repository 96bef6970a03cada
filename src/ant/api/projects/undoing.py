"""Undo the last change of a project."""

from ant.api.steps.notes import KEPT, Draft, Notes, Options, Planner
from ant.core.errors import HasRun, NothingToUndo, Problem, StaleProject
from ant.core.planning.plan import Plan
from ant.core.planning.requests import Undo
from ant.core.text.words import quoted, quoted_path
from ant.reconcile.migrations.history import heads
from ant.rendering.migrations.migration import VERSIONS
from ant.runtime.database import ask_database
from ant.workspace.project import ReadOnlyProject


def planner_of_undo(_request: Undo) -> Planner:
    """Return the planner that reverts the last command.

    A copy of removed code is deleted again, unless its owner has changed or moved it. The planner
    raises ``NothingToUndo``, ``StaleProject`` where a file was changed since, and ``HasRun`` where
    the database of the settings has run a migration that would be removed. A database that does not
    answer is a warning.
    """
    return _plan


def _plan(project: ReadOnlyProject, _how: Options) -> Draft:
    record = project.undo_record()
    if record is None:
        raise NothingToUndo(Problem("There is nothing to undo."))
    label, reverse = record
    warnings = _check_not_run(project.root, reverse)
    return Draft(_checked_reverse(project, label, reverse), Notes(warnings=warnings), undone=label)


def _check_not_run(root: str, reverse: Plan) -> tuple[str, ...]:
    """Raise where a database would be left at a revision that no longer exists.

    Returns a warning where the database of the settings does not answer.
    """
    removed = {
        change.path: change.before
        for change in reverse.effective
        if change.after is None and change.before and change.path.startswith(f"{VERSIONS}/")
    }
    ends = heads(removed)
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


def _checked_reverse(project: ReadOnlyProject, command: str, reverse: Plan) -> Plan:
    """The plan without copies that are not as they were made; raise where other files are not."""
    tree = project.read([change.path for change in reverse.effective])
    changed = [
        change.path for change in reverse.effective if tree.get(change.path) != change.before
    ]
    problems = [
        Problem(
            f"{quoted_path(path)} has changed since {quoted(command)}.", hint="Nothing was undone."
        )
        for path in changed
        if not path.startswith(f"{KEPT}/")
    ]
    if problems:
        raise StaleProject(*problems)
    return Plan(tuple(change for change in reverse.changes if change.path not in changed))
