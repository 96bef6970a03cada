"""Carry a changed spec into a project: the plan, and what its owner has to know about it."""

import os
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from ant.api.data import agreed, made_before, migrations_of
from ant.api.factory import PACKAGE, carry_to_factory
from ant.api.imports import find_missing
from ant.api.mentions import Generated, find_uses
from ant.api.record import (
    Recorded,
    check_up_to_date,
    generated_files,
    lost_record,
    read_record,
    record_changes,
)
from ant.api.versions import project_root
from ant.core.consent import NO_CONSENT, Consent
from ant.core.errors import AntError, CannotMerge, Problem
from ant.core.meter import Meter, no_meter
from ant.core.outcome import Outcome
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.renames import renamed
from ant.core.spec import Spec, grows
from ant.core.tree import Tree
from ant.core.words import plain, quoted_path, shortened
from ant.reconcile.files import affected_owners, affected_paths
from ant.reconcile.manner import Manner
from ant.reconcile.new_names import hint_of, names_of, names_of_fields
from ant.record.layout import is_of_record
from ant.rendering.migration import ALEMBIC, Change
from ant.rendering.project import LOAD_BODY, LOAD_MOCK, MANIFEST, has_resources, render_load_mock
from ant.survey.dialect import check_stack, in_dialect
from ant.survey.references import Unread, Use
from ant.workspace.project import Project, ReadOnlyProject, read_only_project
from ant.workspace.turn import change_project

KEPT = ".ant/kept"
"""Where copies are of what was taken out although somebody had changed it."""

_MOCKS = "api/mocks/"
_LOAD_MOCK_MODULE = "helper.functions.load_mock"


class How(NamedTuple):
    """In which way a request is carried out."""

    dry_run: bool = False
    force: bool = False
    """Take out what somebody has changed, too, and keep a copy."""
    by_hand: bool = False
    """Leave to the owner what would be refused."""
    consent: Consent = NO_CONSENT
    """What its owner has said about the rows that there are."""

    @property
    def manner(self) -> Manner:
        """The same for ``reconcile``."""
        if self.force:
            return Manner.FORCED
        return Manner.BY_HAND if self.by_hand else Manner.STRICT


PLAINLY = How()


class Notes(NamedTuple):
    """What an owner has to know beside the changes."""

    by_hand: tuple[str, ...] = ()
    """What is left to do."""
    kept: tuple[str, ...] = ()
    """The absolute paths of copies."""
    warnings: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    """What a merge of two branches had left, and is put right."""


class Planned(NamedTuple):
    """A plan, and what to say about it."""

    plan: Plan
    notes: Notes = Notes()


class Growth(NamedTuple):
    """What was done, and the plan that did it or, in a dry run, would."""

    outcome: Outcome
    plan: Plan
    notes: Notes = Notes()

    @property
    def readable(self) -> tuple[FileChange, ...]:
        """The changes that tell a person something: the record is no text to be read."""
        return tuple(file for file in self.plan.effective if not is_of_record(file.path))


def told(command: str, how: How) -> str:
    """Return a command as the record of what can be undone says it."""
    return f"{command}{' --force' if how.force else ''}{' --by-hand' if how.by_hand else ''}"


def plan_step(
    project: ReadOnlyProject, old: Spec, new: Spec, how: How, known: Recorded | None = None
) -> Planned:
    """Return what leads a project from one spec to another.

    ``known`` is the record, where it is not as it stands in the project. Raises ``CannotMerge`` for
    what cannot be done without risk, and for what other files use of that which would go; forced,
    the latter is a warning.
    """
    renames = how.consent.renames
    paths = affected_paths(old, new, renames)
    tree = project.read([*paths, LOAD_BODY, PACKAGE])
    recorded = known or read_record(project, affected_owners(old, new, renames))
    if not recorded.exists and project.exists(MANIFEST):
        raise lost_record(old)
    if recorded.exists and grows(renamed(old, renames), new):
        check_up_to_date(project, old)
    if ALEMBIC in tree:
        tree |= migrations_of(project)
    if has_resources(new) or any(renames):
        check_stack(tree)
    old, new = in_dialect(tree, old, new)
    made = made_before(project, renamed(old, renames), new)
    change = Change(old, new, renames, how.consent.fills, made)
    texts = recorded.texts(paths)
    try:
        carried = carry_to_factory(tree, change, how.manner, texts)
    except CannotMerge as error:
        others = _untold(_also_in_the_way(project, (tree, texts), change), error.problems)
        raise CannotMerge(*error.problems, *others) from None
    generated = partial(generated_files, project, change.new, carried.pristine)
    grown = _with_load_mock(carried.plan, tree)
    plan, uses = _without_what_is_used(project, grown, change, generated)
    left = [*carried.left, *find_missing(project, plan)]
    if not how.force:
        verb = "is" if how.by_hand else "would be"
        problems = [_problem(each, verb, change) for each in uses]
        left += _untold(problems, carried.left)
    if left and how.manner is Manner.STRICT:
        raise CannotMerge(*left)
    copies = [FileChange(path, None, tree[of]) for of, path in _copies(project, carried.lost)]
    kept = tuple(os.path.join(project.root, each.path) for each in copies)
    warnings = tuple(_sentence(each, "is") for each in uses) if how.force else ()
    noted = record_changes(project, recorded, carried.pristine, new)
    changes = make_plan(*plan.changes, *copies, *noted).changes
    return Planned(plan._replace(changes=changes), Notes(tuple(map(str, left)), kept, warnings))


def execute(
    start: str,
    plan: Callable[[ReadOnlyProject], Planned],
    command: str,
    how: How = PLAINLY,
    meter: Meter = no_meter,
) -> Growth:
    """Carry out what a function plans for the project around ``start``, or only plan it."""
    root = project_root(start)
    if how.dry_run:
        with read_only_project(root) as shown:
            planned, notes = plan(shown)
    else:

        def agreed_plan(project: ReadOnlyProject) -> Planned:
            found = plan(project)
            return found._replace(plan=agreed(found.plan, how.consent))

        def carry_out(project: Project, found: Planned) -> None:
            project.apply(found.plan, command, meter)

        planned, notes = change_project(
            root, agreed_plan, lambda found: bool(found.plan.effective), carry_out
        )
    files = tuple(os.path.join(root, each.path) for each in planned.effective)
    return Growth(Outcome(root, files, how.dry_run), planned, notes)


def _with_load_mock(plan: Plan, tree: Tree) -> Plan:
    """Add what reads mocks, where the other mocks of a project are in its code.

    So ``backant-cli`` wrote them.
    """
    paths = {each.path for each in plan.changes if each.before is None}
    if LOAD_MOCK in {*tree, *paths} or not any(path.startswith(_MOCKS) for path in paths):
        return plan
    load_mock = FileChange(LOAD_MOCK, None, render_load_mock())
    return plan._replace(changes=make_plan(*plan.changes, load_mock).changes)


def _also_in_the_way(
    project: ReadOnlyProject, trees: tuple[Tree, Tree | None], change: Change
) -> list[Problem]:
    """What else would have to be changed before a plan that is refused can be made."""
    tree, texts = trees
    try:
        plan = carry_to_factory(tree, change, Manner.FORCED, texts).plan
    except AntError:
        return []
    generated = partial(generated_files, project, change.new, {})
    uses = _without_what_is_used(project, plan, change, generated)[1]
    return [_problem(each, "would be", change) for each in uses]


def _without_what_is_used(
    project: ReadOnlyProject, plan: Plan, change: Change, generated: Generated
) -> tuple[Plan, list[Use]]:
    """The plan, and what uses something that goes with it.

    What reads mocks is a helper, and stays where others use it.
    """
    uses = find_uses(project, plan, change, generated)
    others = [e for e in uses if isinstance(e, Unread) or e.name != _LOAD_MOCK_MODULE]
    if others != uses:
        rest = tuple(each for each in plan.changes if each.path != LOAD_MOCK)
        plan = plan._replace(changes=rest)
    return plan, others


def _sentence(use: Use, verb: str) -> str:
    if isinstance(use, Unread):
        where = f"{quoted_path(use.file)} is not Python (line {use.line})"
        return f"{where}, so what it uses cannot be seen."
    becomes = "something else" if use.taken else "gone"
    return f"{plain(use.file)}:{use.line} uses {shortened(use.name)}, which {verb} {becomes}."


def _problem(use: Use, verb: str, change: Change) -> Problem:
    if isinstance(use, Unread):
        return Problem(_sentence(use, verb), hint="Mend it first.")
    find = names_of(change.old, change.renames) if change.old else names_of_fields({})
    hint = hint_of(use.text.decode("utf-8", "replace"), use.name, find)
    return Problem(_sentence(use, verb), hint=hint)


def _untold(problems: list[Problem], told: tuple[Problem, ...]) -> list[Problem]:
    """Those of some problems whose lines, as ``api/app.py:7``, no other problem is about."""
    places = {each.message.partition(" ")[0] for each in told}
    return [each for each in problems if each.message.partition(" ")[0] not in places]


def _copies(project: ReadOnlyProject, lost: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where the copies of some files go: into the first folder that nobody has made yet."""
    number = 1
    while lost and project.exists(f"{KEPT}/{number}"):
        number += 1
    return [(path, f"{KEPT}/{number}/{path}") for path in lost]
