"""Plan the change of a project from one spec to another."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from ant.api.projects.generated_again import check_up_to_date
from ant.api.projects.record import (
    Recorded,
    check_recorded,
    generated_files,
    read_record,
    record_changes,
)
from ant.api.steps.agreement import find_disagreements
from ant.api.steps.data import check_columns_exist, existing_columns, migrations_of, with_row_counts
from ant.api.steps.factory import carry_to_factory, with_registrations
from ant.api.steps.imports import find_broken_imports, without_tests_of_own_code
from ant.api.steps.mentions import (
    Generated,
    find_comments,
    find_other_answers,
    find_other_keys,
    find_other_urls,
    find_unused,
    find_uses,
)
from ant.api.steps.moved import Unmoved, as_generated, as_it_is, planned_as_generated
from ant.api.steps.notes import KEPT, Draft, Notes, Options
from ant.artifacts.paths import (
    ALCHEMY,
    APP_PACKAGE,
    DECORATORS,
    LOAD_BODY,
    LOAD_MOCK,
    LOAD_MOCK_TESTS,
    MANIFEST,
    MOCKS,
    module_of,
)
from ant.artifacts.shared import has_resources
from ant.artifacts.where_needed import render_load_mock
from ant.core.access.guards import is_guarded
from ant.core.errors import AntError, CannotMerge, InvalidSpec, ModelsDisagree, Problem
from ant.core.keys import check_same_keys
from ant.core.locations import LocatedText
from ant.core.names.renames import Renames, renamed
from ant.core.planning.plan import FileChange, Plan
from ant.core.project_words import clashes_with_words
from ant.core.spec import Spec, grows
from ant.core.text.words import plain, quoted_path, shortened
from ant.core.tree import Tree
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.files import affected_owners, affected_paths
from ant.reconcile.renaming.suggestions import hint_of, names_of, names_of_fields
from ant.rendering.migrations.migration import ALEMBIC, Change
from ant.survey.dialect import check_decorators, check_stack, in_dialect
from ant.survey.references import Unread, Use
from ant.workspace.project import ReadOnlyProject


def plan_step(
    project: ReadOnlyProject, old: Spec, new: Spec, options: Options, known: Recorded | None = None
) -> Draft:
    """Return the plan from one spec to another, also for moved files.

    ``known`` is the record, where it differs from that in the project. Raises ``CannotMerge`` for
    edits that are not safe, and for uses of what would be removed; forced, the latter are warnings.
    """
    view, problems = as_generated(project, old, new, options.consent.renames)
    if problems and not options.by_hand:
        raise CannotMerge(*problems)
    planner = partial(_planned, request=_Request(old, new, options), known=known)
    draft = planned_as_generated(view, planner) if isinstance(view, Unmoved) else planner(view)
    by_hand = (*(problem.text for problem in problems), *draft.notes.by_hand)
    return draft._replace(notes=draft.notes._replace(by_hand=by_hand))


class _Request(NamedTuple):
    old: Spec
    new: Spec
    options: Options


class _Start(NamedTuple):
    """The inputs of a plan for a project."""

    tree: Tree
    change: Change
    recorded: Recorded
    texts: Tree | None
    """The pristine texts of the files in the tree."""
    read_others: Callable[[Iterable[str]], Recorded]
    """Returns the record of other routes."""
    retired: tuple[str, ...]
    """The files among them that this version does not generate any more, of removed routes."""


def _planned(project: ReadOnlyProject, request: _Request, known: Recorded | None) -> Draft:
    """The same for a project whose files are where they were generated."""
    options = request.options
    start = _start(project, request, known)
    tree, change, recorded, texts = start[:4]
    try:
        carried = carry_to_factory(tree, change, options.policy, texts, start.retired)
    except CannotMerge as error:
        others = _unreported(_other_refusals(project, start), error.problems)
        raise CannotMerge(*error.problems, *others) from None
    generated = partial(generated_files, start.read_others, change.new, carried.pristine)
    grown = _with_load_mock(carried.plan, tree)
    plan, uses = _without_used_files(project, grown, change, generated)
    plan, unregistered = with_registrations(project, plan, change)
    plan, untested = without_tests_of_own_code(project, plan)
    unresolved = [*carried.unresolved, *unregistered]
    unresolved += find_broken_imports(*as_it_is(project, plan))
    unlike = _unreported_columns(find_disagreements(project, plan, change), carried.unresolved)
    if unlike and options.force:
        raise ModelsDisagree(*unlike)
    unresolved += unlike
    if not options.force:
        verb = "is" if options.by_hand else "would be"
        unresolved += _unreported([_problem(use, verb, change) for use in uses], carried.unresolved)
    if unresolved and options.policy is ConflictPolicy.STRICT:
        raise (ModelsDisagree if unlike else CannotMerge)(*unresolved)
    copies = [FileChange(path, None, tree[of]) for of, path in _copies(project, carried.discarded)]
    kept = tuple(os.path.join(project.root, copy.path) for copy in copies)
    warnings = tuple(_sentence(use, "is") for use in uses) if options.force else ()
    warnings += (*find_other_urls(project, plan, change, generated), *find_other_keys(change))
    warnings += (
        *find_other_answers(request.old, request.new),
        *find_unused(change),
        *untested,
        *carried.notes,
    )
    warnings += tuple(find_comments(plan, texts))
    noted = record_changes(project, recorded, carried.pristine, change.new)
    plan = with_row_counts(project, plan.with_changes((*plan.changes, *copies, *noted)), tree)
    return Draft(plan, Notes(tuple(problem.text for problem in unresolved), kept, warnings))


def _start(project: ReadOnlyProject, request: _Request, known: Recorded | None) -> _Start:
    old, new, options = request
    check_same_keys(renamed(old, options.consent.renames), new)
    clashes = [*clashes_with_words(new)]
    if clashes:
        raise InvalidSpec(*clashes)
    renames = options.consent.renames
    paths = affected_paths(old, new, renames)
    tree = project.read([*paths, LOAD_BODY, APP_PACKAGE])
    owners = affected_owners(old, new, renames)
    recorded = known or read_record(project, owners)
    if project.exists(MANIFEST):
        check_recorded(recorded, old, owners)
    if recorded.exists and (any(renames) or grows(old, new)):
        check_up_to_date(project, old)
    if ALEMBIC in tree:
        tree |= migrations_of(project)
    if has_resources(new) or any(renames):
        check_stack(tree)
    if is_guarded(new):
        check_decorators(project.read([ALCHEMY, DECORATORS]))
    old, new = in_dialect(tree, old, new)
    made = existing_columns(project, renamed(old, renames), new)
    change = Change(old, new, renames, options.consent.fills, made)
    check_columns_exist(project, old, new, renames)
    texts = recorded.texts(paths)
    retired = _retired(recorded, old, new, renames, paths)
    texts = None if texts is None else {**texts, **retired}
    tree |= project.read(retired)

    def read_others(names: Iterable[str]) -> Recorded:
        return known or read_record(project, names)

    return _Start(tree, change, recorded, texts, read_others, tuple(retired))


def _retired(
    recorded: Recorded, old: Spec, new: Spec, renames: Renames, paths: Iterable[str]
) -> Tree:
    """The pristine texts of removed routes' files that only an earlier version generated."""
    kept = {route.names.text for route in new.routes}
    before = zip(old.routes, renamed(old, renames).routes, strict=True)
    going = [route.names.text for route, after in before if after.names.text not in kept]
    still_rendered = {*paths}
    texts = recorded.texts_of(going)
    return {path: text for path, text in texts.items() if path not in still_rendered}


def _with_load_mock(plan: Plan, tree: Tree) -> Plan:
    """Add the helper that reads mocks, where the other mocks of a project are in its code.

    So ``backant-cli`` wrote them.
    """
    paths = {change.path for change in plan.changes if change.before is None}
    if LOAD_MOCK in {*tree, *paths} or not any(path.startswith(MOCKS) for path in paths):
        return plan
    load_mock = FileChange(LOAD_MOCK, None, render_load_mock())
    return plan.plus(load_mock)


def _other_refusals(project: ReadOnlyProject, start: _Start) -> list[Problem]:
    """Other problems that keep a refused plan from being made."""
    change = start.change
    try:
        plan = carry_to_factory(
            start.tree, change, ConflictPolicy.FORCED, start.texts, start.retired
        ).plan
    except AntError:
        return []
    generated = partial(generated_files, start.read_others, change.new, {})
    uses = _without_used_files(project, plan, change, generated)[1]
    return [_problem(use, "would be", change) for use in uses]


def _without_used_files(
    project: ReadOnlyProject, plan: Plan, change: Change, generated: Generated
) -> tuple[Plan, list[Use]]:
    """The plan, and the uses of what it removes.

    The helper that reads mocks is kept where others use it.
    """
    uses = find_uses(project, plan, change, generated)
    others = [use for use in uses if isinstance(use, Unread) or use.name != module_of(LOAD_MOCK)]
    if others != uses:
        stays = (LOAD_MOCK, LOAD_MOCK_TESTS)
        plan = plan.with_changes(change for change in plan.changes if change.path not in stays)
    return plan, others


def _sentence(use: Use, verb: str) -> str:
    if isinstance(use, Unread):
        where = f"{quoted_path(use.file)} is not Python (line {use.line})"
        text = f"{where}, so what it uses cannot be seen."
    else:
        becomes = "something else" if use.taken else "gone"
        text = f"{plain(use.file)}:{use.line} uses {shortened(use.name)}, which {verb} {becomes}."
    return LocatedText(text, use.file, use.line)


def _problem(use: Use, verb: str, change: Change) -> Problem:
    if isinstance(use, Unread):
        return Problem(_sentence(use, verb), hint="Mend it first.")
    find = names_of(change.old, change.renames) if change.old else names_of_fields({})
    hint = hint_of(use.text.decode("utf-8", "replace"), use.name, find)
    return Problem(_sentence(use, verb), hint=hint)


def _unreported(problems: list[Problem], reported: tuple[Problem, ...]) -> list[Problem]:
    """The problems whose locations, such as ``api/app.py:7``, no other problem has."""
    locations = {problem.message.partition(" ")[0] for problem in reported}
    return [problem for problem in problems if problem.message.partition(" ")[0] not in locations]


def _unreported_columns(problems: list[Problem], reported: tuple[Problem, ...]) -> list[Problem]:
    """The problems whose lines to write no other problem shows."""
    shown = {line.strip() for problem in reported for line in (problem.hint or "").splitlines()}
    return [
        problem
        for problem in problems
        if (problem.hint or "").splitlines()[-1].strip() not in shown
    ]


def _copies(project: ReadOnlyProject, discarded: tuple[str, ...]) -> list[tuple[str, str]]:
    """The paths for copies of some files: in the first folder that does not exist yet."""
    number = 1
    while discarded and project.exists(f"{KEPT}/{number}"):
        number += 1
    return [(path, f"{KEPT}/{number}/{path}") for path in discarded]
