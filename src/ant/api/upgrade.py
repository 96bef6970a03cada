"""Carry what this version generates into a project that an earlier one made."""

import re
from typing import NamedTuple

from ant import __version__
from ant.api.carry import PLAINLY, Growth, How, Notes, Planned, execute
from ant.api.data import migrations_of
from ant.api.imports import find_lost, find_missing
from ant.api.manifests import last_applied_spec
from ant.api.record import read_whole_record, upgraded_record
from ant.api.versions import project_root
from ant.core.errors import CannotMerge
from ant.core.meter import Meter, no_meter
from ant.core.plan import FileChange, make_plan
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.recall.faults import FAULTS
from ant.recall.matching import Finding, find_faults
from ant.reconcile.texts.keyed.settings import with_new_settings
from ant.reconcile.upgrading.files import carry_upgrade
from ant.reconcile.upgrading.tables import with_table_migration
from ant.record.layout import is_of_record, is_recorded
from ant.rendering.manifest import SCHEMA
from ant.rendering.migration import ALEMBIC
from ant.rendering.project import (
    APPLIED,
    ENV_FILE,
    MANIFEST,
    MERGING,
    Owned,
    merged,
    render_by_owner,
    render_shared,
)
from ant.workspace.project import ReadOnlyProject, read_only_project

EXAMPLE = ".env.example"

_SETTING = re.compile(rb"^(?:export +)?([A-Za-z_][A-Za-z0-9_]*)=", re.M)
_MADE_BY = re.compile(rb'("ant"\s*:\s*")[^"\\]*(")')


def upgrade(start: str, how: How = PLAINLY, meter: Meter = no_meter) -> Growth:
    """Carry what this version generates into the project around ``start``.

    What both sides have changed is refused or, where ``how`` says so, left to the owner. Raises
    ``BrokenRecord`` where nobody knows any more what was generated, ``CannotMerge``,
    ``Unconfirmed`` where data would go, and what opening and writing a project raises.
    """
    return execute(start, lambda project: _planned(project, how), _command(how), how, meter)


def _command(how: How) -> str:
    return f"ant upgrade{' --by-hand' if how.by_hand else ''}"


def _planned(project: ReadOnlyProject, how: How) -> Planned:
    spec = last_applied_spec(project)
    recorded = read_whole_record(project)
    owned = _generated(spec)
    old, new = recorded.every_text(), merged(owned)
    tree = {**project.read({*old, *new, ENV_FILE, ALEMBIC}), **migrations_of(project)}
    upgraded = carry_upgrade(tree, old, new)
    changes = [*upgraded.plan.changes, *_own_files(project, spec)]
    settings = _new_settings(tree, old.get(EXAMPLE, b""), new[EXAMPLE])
    changes += settings
    plan = with_table_migration(make_plan(*changes), tree, recorded.tables(), spec)
    left = [*upgraded.problems, *find_missing(project, plan), *find_lost(project, plan)]
    if left and not how.by_hand:
        raise CannotMerge(*left)
    noted = upgraded_record(recorded, owned, spec)
    plan = plan._replace(changes=make_plan(*plan.changes, *noted).changes)
    told = [*upgraded.notes, *(note for change in settings for note in _settings_told(change))]
    return Planned(plan, Notes(tuple(map(str, left)), warnings=tuple(told)))


def _generated(spec: Spec) -> Owned:
    """What this version generates and will generate again, by what it belongs to."""
    owned = render_by_owner(spec)
    return {
        owner: {path: text for path, text in files.items() if is_recorded(path)}
        for owner, files in owned.items()
    }


def _own_files(project: ReadOnlyProject, spec: Spec) -> list[FileChange]:
    """What is ours alone, and the version in ``ant.json``, which may hold more than was applied."""
    wanted = render_shared(spec._replace(made_by=""), [MANIFEST, APPLIED, SCHEMA, MERGING])
    there = project.read(wanted)
    manifest = there.get(MANIFEST, b"")
    if manifest != there.get(APPLIED):
        wanted[MANIFEST] = _MADE_BY.sub(rb"\g<1>%s\g<2>" % __version__.encode(), manifest, count=1)
    return [FileChange(path, there.get(path), text) for path, text in wanted.items()]


def _new_settings(tree: Tree, old: bytes, new: bytes) -> list[FileChange]:
    """Settings that are new in the example, for the ``.env`` that is there."""
    env = tree.get(ENV_FILE)
    if env is None:
        return []
    return [FileChange(ENV_FILE, env, with_new_settings(env, old, new), private=True)]


def _settings_told(change: FileChange) -> list[str]:
    """What to say of new settings: their names alone, since no difference shows a secret file."""
    added = (change.after or b"").removeprefix((change.before or b"").rstrip(b"\r\n"))
    names = [found.decode() for found in _SETTING.findall(added)]
    return [f"'{ENV_FILE}' gets new settings: {', '.join(names)}."] if names else []


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
    """Return what ``upgrade`` would do, and the known faults in the code as it stands.

    Raises what ``upgrade`` raises, but for conflicts, which are in the notes.
    """
    root = project_root(start)
    with read_only_project(root) as project:
        planned, notes = _planned(project, How(by_hand=True))
        recorded = read_whole_record(project).every_text()
        there = project.read({fault.path for fault in FAULTS})
    changes = tuple(change for change in planned.effective if not is_of_record(change.path))
    return Check(root, tuple(find_faults(there, recorded)), changes, notes)
