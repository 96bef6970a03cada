"""Carry a changed spec into a project: the plan, and what its owner has to know about it."""

import os
from collections.abc import Callable
from typing import NamedTuple

from ant.api.data import agreed, migrations_of
from ant.api.mentions import mentioned_fields, own_code
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
from ant.survey.references import Reference, find_references, what_goes
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
    change = Change(old, new, renames, how.consent.fills)
    try:
        carried = carry(tree, change, how.manner)
    except CannotMerge as error:
        raise CannotMerge(*error.problems, *_also_in_the_way(project, tree, change)) from None
    plan, uses = _without_what_is_used(project, _with_load_mock(carried.plan, tree), change)
    left = list(carried.left)
    if not how.force:
        left += [_problem(each, "is" if how.by_hand else "would be") for each in uses]
    if left and how.manner is Manner.STRICT:
        raise CannotMerge(*left)
    copies = [FileChange(path, None, tree[of]) for of, path in _copies(project, carried.lost)]
    kept = tuple(os.path.join(project.root, each.path) for each in copies)
    warnings = tuple(f"{_shown(each)} is gone." for each in uses) if how.force else ()
    changes = make_plan(*plan.changes, *copies).changes
    return Planned(plan._replace(changes=changes), Notes(tuple(map(str, left)), kept, warnings))


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
) -> tuple[Plan, list[Reference]]:
    """The plan, and what uses something that goes with it.

    What reads mocks is a helper, and stays where others use it.
    """
    if change.old is None:
        return plan, []
    uses = _references(project, plan, change.old, change.new)
    if any(each.name == _LOAD_MOCK_MODULE for each in uses):
        rest = tuple(each for each in plan.changes if each.path != LOAD_MOCK)
        plan = plan._replace(changes=rest)
        uses = [each for each in uses if each.name != _LOAD_MOCK_MODULE]
    return plan, [*uses, *mentioned_fields(project, plan, change)]


def _references(project: ReadOnlyProject, plan: Plan, old: Spec, new: Spec) -> list[Reference]:
    """What would still use, after a plan, what goes with it; in the lines as they are now."""
    deleted = {each.path for each in plan.effective if each.after is None}
    gone = what_goes(old, new, deleted)
    clues = gone.clues
    if not clues:
        return []
    code = own_code(project)
    likely = [path for path, text in code.items() if any(clue in text for clue in clues)]
    now = project.read(likely)
    after = {each.path: each.after for each in plan.effective}
    later = {path: after.get(path, content) for path, content in now.items()}
    tree = {path: content for path, content in later.items() if content is not None}
    return [_as_now(each, now[each.file]) for each in find_references(tree, gone)]


def _as_now(reference: Reference, content: bytes) -> Reference:
    """The reference in the line that it has before something above it is taken out."""
    lines = content.splitlines()
    places = range(reference.line, len(lines) + 1)
    here = (line for line in places if lines[line - 1] == reference.text)
    return reference._replace(line=next(here, reference.line))


def _shown(reference: Reference) -> str:
    return f"{reference.file}:{reference.line} uses {reference.name}, which"


def _problem(reference: Reference, verb: str) -> Problem:
    return Problem(f"{_shown(reference)} {verb} gone.", hint="Change that line.")


def _copies(project: ReadOnlyProject, lost: tuple[str, ...]) -> list[tuple[str, str]]:
    """Where the copies of some files go: into the first folder that nobody has made yet."""
    number = 1
    while lost and project.exists(f"{KEPT}/{number}"):
        number += 1
    return [(path, f"{KEPT}/{number}/{path}") for path in lost]
