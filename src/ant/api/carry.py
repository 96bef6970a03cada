"""Carry a changed spec into a project: the plan, and what its owner has to know about it."""

import os
from collections.abc import Callable
from typing import NamedTuple

from ant.api.data import agreed, counted, made_by_hand, migrations_of
from ant.api.imports import find_missing
from ant.api.mentions import find_uses
from ant.core.consent import NO_CONSENT, Consent
from ant.core.errors import AntError, CannotMerge, Problem
from ant.core.meter import Meter, no_meter
from ant.core.outcome import Outcome
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.reconcile.files import affected_paths, carry
from ant.reconcile.manner import Manner
from ant.rendering.migration import ALEMBIC, Change
from ant.rendering.project import LOAD_BODY, LOAD_MOCK, has_resources, render_load_mock
from ant.survey.dialect import check_stack, in_dialect
from ant.survey.references import Unread, Use
from ant.workspace.locate import find_project
from ant.workspace.project import ReadOnlyProject, opened_project, read_only_project

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


class Planned(NamedTuple):
    """A plan, and what to say about it."""

    plan: Plan
    notes: Notes = Notes()


class Growth(NamedTuple):
    """What was done, and the plan that did it or, in a dry run, would."""

    outcome: Outcome
    plan: Plan
    notes: Notes = Notes()


def plan_step(project: ReadOnlyProject, old: Spec, new: Spec, how: How) -> Planned:
    """Return what leads a project from one spec to another.

    Raises ``CannotMerge`` for what cannot be done without risk, and for what other files use of
    that which would go; forced, the latter is a warning.
    """
    renames = how.consent.renames
    tree = project.read([*affected_paths(old, new, renames), LOAD_BODY])
    if ALEMBIC in tree:
        tree |= migrations_of(project)
    if has_resources(new) or any(renames):
        check_stack(tree)
    old, new = in_dialect(tree, old, new)
    made = made_by_hand(project, tree, old, new)
    change = Change(old, new, renames, how.consent.fills, made)
    try:
        carried = carry(tree, change, how.manner)
    except CannotMerge as error:
        others = _untold(_also_in_the_way(project, tree, change), error.problems)
        raise CannotMerge(*error.problems, *others) from None
    plan, uses = _without_what_is_used(project, _with_load_mock(carried.plan, tree), change)
    left = [*carried.left, *find_missing(project, plan)]
    if not how.force:
        problems = [_problem(each, "is" if how.by_hand else "would be") for each in uses]
        left += _untold(problems, carried.left)
    if left and how.manner is Manner.STRICT:
        raise CannotMerge(*left)
    copies = [FileChange(path, None, tree[of]) for of, path in _copies(project, carried.lost)]
    kept = tuple(os.path.join(project.root, each.path) for each in copies)
    warnings = tuple(_sentence(each, "is") for each in uses) if how.force else ()
    changes = make_plan(*plan.changes, *copies).changes
    plan = counted(project, plan._replace(changes=changes), tree)
    return Planned(plan, Notes(tuple(map(str, left)), kept, warnings))


def execute(
    start: str,
    plan: Callable[[ReadOnlyProject], Planned],
    command: str,
    how: How = PLAINLY,
    meter: Meter = no_meter,
) -> Growth:
    """Carry out what a function plans for the project around ``start``, or only plan it."""
    root = find_project(start)
    if how.dry_run:
        with read_only_project(root) as shown:
            planned, notes = plan(shown)
    else:
        with opened_project(root) as project:
            planned, notes = plan(project)
            agreed(planned, how.consent)
            if planned.effective:
                project.apply(planned, command, meter)
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


def _also_in_the_way(project: ReadOnlyProject, tree: Tree, change: Change) -> list[Problem]:
    """What else would have to be changed before a plan that is refused can be made."""
    try:
        plan = carry(tree, change, Manner.FORCED).plan
    except AntError:
        return []
    uses = _without_what_is_used(project, plan, change)[1]
    return [_problem(each, "would be") for each in uses]


def _without_what_is_used(
    project: ReadOnlyProject, plan: Plan, change: Change
) -> tuple[Plan, list[Use]]:
    """The plan, and what uses something that goes with it.

    What reads mocks is a helper, and stays where others use it.
    """
    uses = find_uses(project, plan, change)
    others = [e for e in uses if isinstance(e, Unread) or e.name != _LOAD_MOCK_MODULE]
    if others != uses:
        rest = tuple(each for each in plan.changes if each.path != LOAD_MOCK)
        plan = plan._replace(changes=rest)
    return plan, others


def _sentence(use: Use, verb: str) -> str:
    if isinstance(use, Unread):
        where = f"'{use.file}' is not Python (line {use.line})"
        return f"{where}, so what it uses cannot be seen."
    becomes = "something else" if use.taken else "gone"
    return f"{use.file}:{use.line} uses {use.name}, which {verb} {becomes}."


def _problem(use: Use, verb: str) -> Problem:
    hint = "Mend it first." if isinstance(use, Unread) else "Change that line."
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
