"""Carry the difference between two specs into a project."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Never

from ant.artifacts.merging import MergeBy, Missed
from ant.artifacts.paths import MANIFEST, module_of
from ant.artifacts.project import (
    PROJECT,
    Owned,
    difference_by_owner,
    merged,
    owners_of_difference,
    paths_of_difference,
    render_by_owner,
)
from ant.artifacts.registry import merge_of, missed_of
from ant.artifacts.shared import FORMERLY_COMMON, PERMANENT
from ant.core.errors import AntError, CannotMerge, Problem, TargetExists
from ant.core.memo import remembered
from ant.core.names.renames import NO_RENAMES, Renames, is_renaming
from ant.core.planning.consent import NO_CONSENT, Consent
from ant.core.planning.messages import Text
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.core.planning.requests import Adopt
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.python_source.source import Source
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.merge import Merged, RemovedModules, Versions, carried_in, refusals
from ant.reconcile.migrations.next_migration import brought_along, with_migration
from ant.reconcile.own_tests import without_own_tests
from ant.reconcile.pristine import Pristine, composed, on_record, pristine
from ant.reconcile.reshape import check_reshaped
from ant.reconcile.semantic_diff import difference
from ant.reconcile.untouched import is_untouched
from ant.reconcile.user_edits import edit_problems
from ant.reconcile.whole_files import merged_whole
from ant.rendering.migrations.migration import ALEMBIC, Change


def affected_paths(old: Spec, new: Spec, renames: Renames = NO_RENAMES) -> list[str]:
    """The files that ``reconcile`` has to see of a project."""
    pairs = _pairs(old, new, renames)
    return sorted({ALEMBIC, *(path for pair in pairs for path in paths_of_difference(*pair))})


def affected_owners(old: Spec, new: Spec, renames: Renames = NO_RENAMES) -> list[str]:
    """The routes whose records ``reconcile`` has to see."""
    pairs = _pairs(old, new, renames)
    return sorted({name for pair in pairs for name in owners_of_difference(*pair)})


@remembered
def _pairs(old: Spec, new: Spec, renames: Renames) -> list[tuple[Spec, Spec]]:
    """The pairs of specs of each step, in both directions."""
    steps = [(old, new)]
    if is_renaming(old, new, renames):
        from ant.reconcile.renaming.carry import steps_of  # noqa: PLC0415, few commands rename

        steps = steps_of(old, new, renames)
    return [pair for before, after in steps for pair in ((before, after), (after, before))]


NOTHING: Mapping[str, Never] = {}


_RecordedFiles = tuple[Tree | None, Iterable[str]]
"""The record of the affected files, and those of them that are retired."""


class Carried(NamedTuple):
    """The result of merging a difference into a project."""

    plan: Plan
    unresolved: tuple[Problem, ...] = ()
    """The conflicts that are left to the owner; only in the policy ``BY_HAND``."""
    discarded: tuple[str, ...] = ()
    """The files from which code is removed that its owner has changed; only where forced."""
    pristine: Pristine = NOTHING
    """The new texts of the record for files that may differ."""
    notes: tuple[str, ...] = ()
    """What its owner should know, and need not do anything about."""


def reconcile(tree: Tree, old: Spec | None, new: Spec, consent: Consent = NO_CONSENT) -> Plan:
    """Return the plan that takes a project from the old spec to the new one, edited files included.

    ``tree`` holds the present ones of the ``affected_paths``, and the migrations. Files that both
    specs render alike are not touched. The difference of the others is merged into the files of the
    project: a new file must not exist yet, a changed one is merged unit by unit, one that its owner
    deleted stays deleted. Renames, which ``consent`` names, come first. A paragraph of an edited
    README that has no unambiguous place is left out: it is no reason to refuse. Where tables
    change, a migration is added behind those in the tree. Raises one error with a problem for each
    edit that is not safe.
    """
    return carry(tree, Change(old, new, consent.renames, consent.fills), ConflictPolicy.STRICT).plan


def carry(
    tree: Tree,
    change: Change,
    policy: ConflictPolicy,
    record: Tree | None = None,
    retired: Iterable[str] = (),
) -> Carried:
    """Do what ``reconcile`` does under any conflict policy; some edits are refused by all of them.

    ``record`` holds the pristine texts of the affected files; for a file that it does not have, and
    without a record, the rendering of the old spec is used. ``retired`` are files in it that are
    removed and that this version does not generate any more.
    """
    carried = _code_carried(tree, change, policy, (record, retired))
    plan = with_migration(carried.plan, tree, change)
    return carried._replace(plan=plan, pristine=composed(carried.pristine, brought_along(plan)))


def _code_carried(
    tree: Tree, change: Change, policy: ConflictPolicy, recorded: _RecordedFiles
) -> Carried:
    old, new = change.old, change.new
    if old is None or not is_renaming(old, new, change.renames):
        return _carried(tree, (old, new), policy, recorded)
    from ant.reconcile.renaming.carry import carry_renames  # noqa: PLC0415, few commands rename

    done = carry_renames(tree, change, policy, recorded[0])
    if done.problems and policy is ConflictPolicy.STRICT:
        raise CannotMerge(*done.problems)
    rest = _carried(done.tree, (done.spec, new), policy, (done.record, recorded[1]))
    after: dict[str, bytes | None] = {**done.tree}
    after |= {change.path: change.after for change in rest.plan.changes}
    changes = [
        FileChange(path, tree.get(path), after.get(path))
        for path in sorted({*tree, *after})
        if tree.get(path) != after.get(path)
    ]
    pristine = composed(done.pristine, rest.pristine)
    unresolved = (*done.problems, *rest.unresolved)
    return Carried(make_plan(*changes), unresolved, rest.discarded, pristine, rest.notes)


def _carried(
    tree: Tree, specs: tuple[Spec | None, Spec], policy: ConflictPolicy, recorded: _RecordedFiles
) -> Carried:
    old, new = specs
    record, retired = recorded
    old_files: Owned = difference_by_owner(old, new) if old else {}
    new_files = difference_by_owner(new, old) if old else render_by_owner(new)
    notes: tuple[str, ...] = ()
    if old is not None:
        known = tree if record is None else record
        old_files, new_files = _with_permanent_modules(old_files, new_files, known)
        old_files, new_files, notes = without_own_tests(tree, record, old_files, new_files)
    before, after = on_record(record, merged(old_files), merged(new_files), _into_record)
    before |= {path: record[path] for path in retired if record and path in record}
    changes: list[FileChange] = []
    errors: list[AntError] = []
    discarded: list[str] = []
    removed = removed_modules(before, after)
    if old is not None:
        check_reshaped(tree, before, old, new)
    for path in sorted({*before, *after}):
        try:
            step = _step(path, tree, (before.get(path), after.get(path)), policy, removed)
        except AntError as error:
            errors.append(error)
            continue
        changes += step.changes
        discarded += [path] if step.has_discarded else []
        if step.problems:
            errors.append(CannotMerge(*step.problems))
    problems = tuple(problem for error in errors for problem in error.problems)
    is_target_taken = any(isinstance(error, TargetExists) for error in errors)
    if problems and (is_target_taken or policy is not ConflictPolicy.BY_HAND):
        raise (TargetExists if is_target_taken else CannotMerge)(*problems)
    texts = pristine(record, old_files, new_files, after)
    return Carried(make_plan(*changes), problems, tuple(discarded), texts, notes)


def _with_permanent_modules(old_files: Owned, new_files: Owned, known: Tree) -> tuple[Owned, Owned]:
    """Keep modules that migrations import without the last field, and add them only once.

    Modules that earlier versions gave every project are added only once, too.
    """
    before, after = old_files.get(PROJECT, {}), new_files[PROJECT]
    kept = {path: before[path] for path in PERMANENT if path in before and path not in after}
    added = {*PERMANENT, *(FORMERLY_COMMON.keys() - before.keys())}
    present = {path: after[path] for path in added if path in after and path in known}
    return {**old_files, PROJECT: present | before}, {**new_files, PROJECT: kept | after}


class _Step(NamedTuple):
    changes: tuple[FileChange, ...] = ()
    problems: tuple[Problem, ...] = ()
    has_discarded: bool = False


def _step(
    path: str,
    tree: Tree,
    renderings: tuple[bytes | None, bytes | None],
    policy: ConflictPolicy,
    removed: RemovedModules,
) -> _Step:
    old, new = renderings
    current = tree.get(path)
    if old == new or current == new:
        return _Step()
    if old is None:
        if current is not None:
            message = f"'{path}' would be generated, and a file of that name is there already."
            raise TargetExists(Problem(message, hint="Move it out of the way."))
        return _Step((FileChange(path, None, new),))
    if new is None:
        return _removal(path, current, old, policy) if current is not None else _Step()
    if current is None:
        _refuse_additions(path, old, new)
        return _Step()
    merged = _merged(path, current, Versions(old, new, dropped=removed), policy)
    change = FileChange(path, current, merged.content)
    return _Step((change,), merged.problems, merged.has_discarded)


def _removal(path: str, current: bytes, old: bytes, policy: ConflictPolicy) -> _Step:
    is_edited = not is_untouched(path, current, old)
    if is_edited and policy is not ConflictPolicy.FORCED:
        return _Step(problems=tuple(edit_problems(path, current, old)))
    return _Step((FileChange(path, current, None),), has_discarded=is_edited)


def _refuse_additions(path: str, old: bytes, new: bytes) -> None:
    """Raise ``CannotMerge`` where a file that its owner deleted, and others need, would change."""
    missed = missed_of(path)
    if missed is Missed.AS_VALUE:
        message = f"'{path}' is not there, so this mock cannot be changed in {MANIFEST}."
        hint = Text(f"Change what the service returns, remove {MANIFEST}, and run: ", Adopt())
        raise CannotMerge(Problem(message, hint=hint))
    if missed is not Missed.NEVER:
        change = difference(Source(old), Source(new))
        has_attributes = any(unit.is_attribute for unit in change.added)
        if change.is_needed and (missed is Missed.ALWAYS or has_attributes):
            raise CannotMerge(*refusals(path, change, "the file is not there"))


def _merged(path: str, current: bytes, versions: Versions, policy: ConflictPolicy) -> Merged:
    if current == versions.old:
        return Merged(versions.new)
    match merge_of(path):
        case MergeBy.UNITS:
            return carried_in(path, current, versions, policy)
        case MergeBy.LINES:
            from ant.reconcile.upgrading.files import merged_file  # noqa: PLC0415, seldom needed

            return merged_file(path, current, versions.old, versions.new)
        case other:
            return merged_whole(other, path, current, versions)


def _into_record(path: str, known: bytes, versions: Versions) -> Merged:
    """Merge a difference into the pristine text of a file."""
    for policy in (ConflictPolicy.STRICT, ConflictPolicy.FORCED):  # forced: units differ in text
        try:
            merged = _merged(path, known, versions, policy)
        except CannotMerge as error:
            merged = Merged(known, error.problems)
        if not merged.problems:
            break
    return merged


def removed_modules(before: Tree, after: Tree) -> RemovedModules:
    """The modules that one rendering has and another has not."""
    return frozenset(
        module_of(path) for path in before if path not in after and path.endswith(".py")
    )
