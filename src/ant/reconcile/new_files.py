"""The files of a new project.

What carries changes into files that exist takes as long to load as all of this takes to run.
"""

from ant.artifacts.project import merged, render_by_owner
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.core.spec import Spec
from ant.record.writing import written_record
from ant.rendering.migrations.migration import Change, Head, render_migration


def plan_new_project(spec: Spec) -> Plan:
    """Return the plan that adds every file that a spec gives, the first migration included.

    It is what ``reconcile`` gives for a project without files, and the record of it.
    """
    owned = render_by_owner(spec)
    files = merged(owned)
    files |= {path: text for path, text in written_record(owned, spec, {}).items() if text}
    first = render_migration(Change(None, spec), Head())
    if first:
        files[first.path] = first.content
    return make_plan(*(FileChange(path, None, content) for path, content in files.items()))
