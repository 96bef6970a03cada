"""Apply an edited ``ant.json`` to the code."""

from collections.abc import Iterator, Mapping

from ant.api.projects.manifests import manifest_spec
from ant.api.projects.record import settled_changes
from ant.api.projects.settling import Settled, settled
from ant.api.steps.agreement import find_missing_columns
from ant.api.steps.data import all_migrations
from ant.api.steps.notes import Draft, Options, Planner
from ant.api.steps.stale_views import find_stale_views
from ant.api.steps.stepping import plan_step
from ant.artifacts.paths import APPLIED, MANIFEST
from ant.artifacts.project import render_shared
from ant.core.errors import CodeLacks, Problem
from ant.core.planning.messages import Text
from ant.core.planning.plan import FileChange
from ant.core.planning.requests import ApplySpec
from ant.core.spec import Spec
from ant.core.text.words import quoted, quoted_path
from ant.operations.find_renames import check_decided, check_renames, possible_renames
from ant.reconcile.migrations.existing_tables import dropped_columns
from ant.reconcile.migrations.history import newest
from ant.rendering.tables.tables import tables_of
from ant.workspace.project import ReadOnlyProject


def planner_of_spec_file(request: ApplySpec) -> Planner:
    """Return the planner that brings the code in line with an edited ``ant.json``.

    A record that a merge of two branches has left inconsistent is repaired; ``from_record``
    restores ``ant.json`` as well, from what both branches generated. The planner raises
    ``PossiblyRenamed`` for undecided renames, ``InvalidSpec`` for impossible ones, and
    ``SeveralHeads`` for migrations that have to be merged.
    """
    from_record = request.from_record

    def plan(project: ReadOnlyProject, options: Options) -> Draft:
        state = settled(project, None if from_record else manifest_spec(project))
        target = state.applied if from_record else manifest_spec(project)
        consent = options.consent
        check_renames(state.applied, target, consent.renames)
        if not consent.yes:
            found = possible_renames(state.applied, target, consent.renames)
            unanswered = (rename for rename in found if rename.question.id not in consent.answered)
            check_decided([*unanswered])
        newest(all_migrations(project))
        planned = plan_step(project, state.applied, target, options, state.recorded)
        if not planned.plan.effective:
            _check_code(project, target)
        planned = _with_repairs(project, planned, state, target, from_record)
        stale = find_stale_views(state.recorded.every_text(), state.applied)
        return _with_guard_warnings(planned, stale)._replace(spec=target)

    return plan


def _check_code(project: ReadOnlyProject, spec: Spec) -> None:
    """Raise ``CodeLacks`` where models lack columns that were applied.

    That happens when the code was reset to an earlier commit, and ``.ant`` was not.
    """
    lacking = find_missing_columns(project, spec)
    problems = [
        Problem(
            f"The code has no column '{column}' of '{table}', which {MANIFEST} and .ant say it has."
        )
        for table, column in lacking
    ]
    if problems:
        hint = Text(
            "If the code was put back to an earlier commit, put .ant and ant.json back to it as"
            " well.\n  If you have taken it out by hand, take it out of ant.json, too: ",
            ApplySpec(),
        )
        *others, last = problems
        raise CodeLacks(*others, last._replace(hint=hint))


def _with_guard_warnings(planned: Draft, stale: Mapping[str, Problem]) -> Draft:
    """The plan with notes about guards; raise ``CodeLacks`` where there is nothing else to do."""
    if stale and not planned.plan.effective:
        raise CodeLacks(*stale.values())
    changed = {change.path for change in planned.plan.effective}
    warnings = tuple(problem.text for path, problem in stale.items() if path not in changed)
    notes = planned.notes._replace(warnings=(*planned.notes.warnings, *warnings))
    return planned._replace(notes=notes)


def _restored_fields(project: ReadOnlyProject, spec: Spec) -> Iterator[str]:
    """Notes about fields that one branch has dropped and the code of the other still has."""
    dropped = dropped_columns(all_migrations(project), spec)
    fields = {
        (table.name, field.column): (route.names.text, field.name)
        for route in spec.routes
        for table in tables_of([route], None)
        for field in route.fields
        if field.is_column
    }
    for column_id, path in dropped.items():
        if column_id in fields:
            route, field = fields[column_id]
            yield (
                f"The field {quoted(field)} of route {quoted(route)} is back: one branch has"
                f" dropped it, by {quoted_path(path)}, and the code still has it. Its column is"
                " made again by a migration that you write: alembic revision --autogenerate"
            )


def _with_repairs(
    project: ReadOnlyProject, planned: Draft, state: Settled, target: Spec, from_record: bool
) -> Draft:
    """The plan with what puts the record right that the change itself does not touch."""
    texts = render_shared(target, [APPLIED, MANIFEST] if from_record else [APPLIED])
    present = project.read(texts)
    repaired = list(state.repaired)
    if from_record and present.get(MANIFEST) != texts[MANIFEST]:
        repaired.append(f"{MANIFEST}: made anew from the record")
    if not repaired:
        return planned
    warnings = (*planned.notes.warnings, *_restored_fields(project, target))
    taken = {change.path for change in planned.plan.changes}
    repairs = [*settled_changes(state.recorded)]
    repairs += [FileChange(path, present.get(path), text) for path, text in texts.items()]
    repairs = [change for change in repairs if change.path not in taken]
    plan = planned.plan.with_changes((*planned.plan.changes, *repairs))
    notes = planned.notes._replace(repaired=tuple(repaired), warnings=warnings)
    return Draft(plan, notes)
