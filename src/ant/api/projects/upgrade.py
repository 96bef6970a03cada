"""Upgrade a project of an earlier version to what this version generates."""

import json
import re
from functools import partial
from typing import NamedTuple

from ant import __version__
from ant.api.projects.generated_again import KEPT_IF_EDITED, OF_MIGRATIONS, generated_again
from ant.api.projects.left_by_hand import (
    broken_imports,
    changes_since,
    files_named,
    notes_of_ungenerated,
    read_unresolved,
    unresolved_change,
)
from ant.api.projects.manifests import last_applied_spec, manifest_spec, project_root
from ant.api.projects.record import Recorded, check_whole, read_whole_record, upgraded_record
from ant.api.steps.data import all_migrations, migrations_of, with_row_counts
from ant.api.steps.factory import as_module, in_factory
from ant.api.steps.imports import without_used_removals
from ant.api.steps.mentions import find_newer_answers
from ant.api.steps.moved import Unmoved, all_as_generated, planned_as_generated
from ant.api.steps.notes import Draft, Notes, Options, Planner
from ant.artifacts.paths import (
    APP_PACKAGE,
    APPLIED,
    COLUMNS,
    DECIMALS,
    ENV_FILE,
    EXAMPLE,
    MANIFEST,
    MERGING,
    module_of,
)
from ant.artifacts.project import PROJECT, Owned, merged, render_shared
from ant.artifacts.shared import holds_decimals
from ant.core.errors import CannotMerge, Problem
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.core.planning.requests import Upgrade
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.documents.json_text import parse_json
from ant.recall.faults import FAULTS
from ant.recall.matching import Finding, find_faults
from ant.reconcile.json_files.merge import laid_out_as
from ant.reconcile.migrations.next_migration import brought_along
from ant.reconcile.texts.keyed.settings import with_new_settings
from ant.reconcile.untouched import is_untouched_below
from ant.reconcile.upgrading.files import Unresolved, Upgraded, carry_upgrade
from ant.reconcile.upgrading.own_schemas import views_with_own_schemas
from ant.reconcile.upgrading.tables import with_table_migration
from ant.record.layout import is_of_record
from ant.rendering.manifest import SCHEMA
from ant.rendering.migrations.migration import ALEMBIC
from ant.survey.get_schemas import models_decide, shown_no_longer
from ant.workspace.project import ReadOnlyProject, read_only_project

_OF_DECIMALS = re.compile(rb"\bexact\(")
"""The type of a column of decimals, as models and migrations say it."""


def planner_of_upgrade(_request: Upgrade) -> Planner:
    """Return the planner of an upgrade to this version.

    In ``ant.json`` only the version changes, so unapplied edits stay in it. Conflicts are refused
    or, if the options allow it, left to the owner; conflicts that an earlier upgrade has left are
    tried again, and reported until they are resolved. The planner raises ``BrokenRecord`` where the
    pristine texts are lost, and ``CannotMerge``.
    """
    return _planned


def _planned(project: ReadOnlyProject, options: Options) -> Draft:
    """Return the plan, wherever the files of the project are now."""
    manifest_spec(project)  # whose version is changed, so it has to be there and readable
    spec = last_applied_spec(project)
    view = all_as_generated(project, spec)
    planner = partial(_planned_in_place, spec=spec, options=options)
    return planned_as_generated(view, planner) if isinstance(view, Unmoved) else planner(view)


def _planned_in_place(project: ReadOnlyProject, spec: Spec, options: Options) -> Draft:
    """The same for a project whose files are where they were generated."""
    recorded = read_whole_record(project)
    check_whole(recorded, spec)
    old = recorded.every_text()
    unresolved = read_unresolved(project)
    used = _imported_by_migrations(project, spec, recorded) | _for_decimals(project, spec, old)
    owned, tree, upgraded, plan, notes_on_kept = _carried(project, spec, recorded, unresolved, used)
    new = merged(owned)
    broken = broken_imports(project, plan)
    hidden = _shown_no_longer(project, plan, spec, old)
    if (upgraded.problems or broken or hidden) and not options.by_hand:
        raise CannotMerge(*upgraded.problems, *broken, *hidden)
    earlier = broken_imports(project, changes_since(unresolved, tree, plan))
    problems = [*upgraded.reported, *dict.fromkeys([*broken, *earlier])]
    named = files_named((*broken, *earlier), {**old, **new})
    still = {**upgraded.unresolved, **{path: unresolved.get(path, old.get(path)) for path in named}}
    owned[PROJECT] |= brought_along(plan)[PROJECT]
    noted = [*upgraded_record(recorded, owned, spec), unresolved_change(project, still)]
    plan = with_row_counts(project, plan.with_changes((*plan.changes, *noted)), tree)
    warnings = (
        *upgraded.notes,
        *find_newer_answers(spec, old),
        *notes_on_kept,
        *notes_of_ungenerated(unresolved, new),
        *(problem.text for problem in hidden),
    )
    return Draft(plan, Notes(tuple(problem.text for problem in problems), warnings=warnings))


class _Carried(NamedTuple):
    """What this version generates, carried into a project."""

    owned: Owned
    tree: Tree
    upgraded: Upgraded
    plan: Plan
    notes_on_kept: tuple[str, ...]
    """Notes about modules that are not generated any more and still imported."""


def _carried(
    project: ReadOnlyProject,
    spec: Spec,
    recorded: Recorded,
    unresolved: Unresolved,
    used: frozenset[str],
) -> _Carried:
    """Carry the files in; of those that the spec does not tell what is ``used``, or edited.

    What else turns out to be used, by the code as it will be, is carried in by another run.
    """
    old = recorded.every_text()
    present = project.read(KEPT_IF_EDITED.keys() & old.keys())
    unused = {
        path for path, text in present.items() if is_untouched_below(path, text, old[path])
    } - used
    known = {path: text for path, text in old.items() if path not in unused}
    owned = generated_again(spec, known | dict.fromkeys(used & {*DECIMALS}, b""))
    new = merged(owned)
    tree = {**project.read({*old, *new, ENV_FILE, ALEMBIC, APP_PACKAGE}), **migrations_of(project)}
    views = views_with_own_schemas(spec, tree, old, new)
    upgraded = carry_upgrade(as_module(tree), old, {**new, **views}, unresolved)
    changes = [*in_factory(tree, upgraded.plan).changes, *_own_files(project, spec)]
    changes += _new_settings(tree, old.get(EXAMPLE, b""), new[EXAMPLE])
    plan = with_table_migration(make_plan(*changes), tree, recorded.tables(), spec)
    lighter, notes_on_kept = without_used_removals(project, plan)
    paths, fewer = ({change.path for change in version.changes} for version in (plan, lighter))
    found = unused & (paths - fewer)
    if found:
        return _carried(project, spec, recorded, unresolved, used | found)
    return _Carried(owned, tree, upgraded, lighter, notes_on_kept)


def _imported_by_migrations(
    project: ReadOnlyProject, spec: Spec, recorded: Recorded
) -> frozenset[str]:
    """Return the files for migrations that those of the project import, or the next one will."""
    tree = {**project.read([ALEMBIC]), **migrations_of(project)}
    planned = with_table_migration(make_plan(), tree, recorded.tables(), spec)
    texts = [*all_migrations(project).values(), *(step.after or b"" for step in planned.changes)]
    return frozenset(
        path
        for path in OF_MIGRATIONS
        if any(f"from {module_of(path)} import ".encode() in text for text in texts)
    )


def _for_decimals(project: ReadOnlyProject, spec: Spec, recorded: Tree) -> frozenset[str]:
    """Return the files for decimals where code makes columns of which the spec says nothing."""
    if COLUMNS not in recorded or holds_decimals(spec):
        return frozenset()
    is_used = any(
        _OF_DECIMALS.search(text)
        and b"columns" in text
        and path != COLUMNS
        and not (path in recorded and is_untouched_below(path, text, recorded[path]))
        for path, text in project.all_code().items()
    )
    return frozenset(DECIMALS if is_used else ())


def _shown_no_longer(
    project: ReadOnlyProject, plan: Plan, spec: Spec, recorded: Tree
) -> list[Problem]:
    """Return the columns that answers show now and will not show with newer code."""
    if not models_decide(recorded):
        return []
    before = project.all_code()
    code = before | {path: text for path, text in plan.results.items() if text is not None}
    return shown_no_longer(spec, before, code)


def _own_files(project: ReadOnlyProject, spec: Spec) -> list[FileChange]:
    """Changes of files that only ant writes, and of the version in ``ant.json``.

    ``ant.json`` may have more than was applied.
    """
    texts = render_shared(spec._replace(made_by=""), [MANIFEST, APPLIED, SCHEMA, MERGING])
    present = project.read(texts)
    manifest = present.get(MANIFEST, b"")
    if manifest != present.get(APPLIED):
        texts[MANIFEST] = _with_version(manifest)
    return [FileChange(path, present.get(path), text) for path, text in texts.items()]


def _with_version(manifest: bytes) -> bytes:
    """Return what somebody has made of ``ant.json``, with the running version and nothing else."""
    value = parse_json(manifest, MANIFEST).value
    return laid_out_as(manifest, json.dumps({**value, "ant": __version__}).encode())


def _new_settings(tree: Tree, old: bytes, new: bytes) -> list[FileChange]:
    """Settings that are new in the example, for the ``.env`` that is there."""
    env = tree.get(ENV_FILE)
    if env is None:
        return []
    return [FileChange(ENV_FILE, env, with_new_settings(env, old, new), private=True)]


class Check(NamedTuple):
    """What an upgrade would bring to a project, and what is known to be wrong with its code."""

    project_path: str
    findings: tuple[Finding, ...]
    changes: tuple[FileChange, ...]
    notes: Notes

    @property
    def is_needed(self) -> bool:
        """Whether an upgrade would do anything."""
        return bool(self.changes or self.notes.by_hand)


def check_upgrade(start: str) -> Check:
    """Return what ``upgrade`` would do, and the known faults in the present code.

    Raises what ``upgrade`` raises, except for conflicts, which are in the notes.
    """
    root = project_root(start)
    with read_only_project(root) as project:
        planned, notes = _planned(project, Options(by_hand=True))[:2]
        recorded = read_whole_record(project).every_text()
        present = project.read({fault.path for fault in FAULTS})
    changes = tuple(change for change in planned.effective if not is_of_record(change.path))
    return Check(root, tuple(find_faults(present, recorded)), changes, notes)
