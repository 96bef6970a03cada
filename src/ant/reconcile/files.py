"""Carry the difference between two specs into a project, file by file."""

from collections.abc import Iterator

from ant.core.errors import Problem, TargetExists
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.rendering.project import render_project


def reconcile(tree: Tree, old: Spec | None, new: Spec) -> Plan:
    """Return the plan that leads from the old spec to the new one, over people's edits.

    A file that both specs give alike is left as it is, edited or deleted though it may be. A file
    that differs is changed only where it stands as the old spec gave it; every other one is a
    ``Problem`` of the ``TargetExists`` that this raises.
    """
    before = render_project(old) if old else {}
    changes = tuple(_differences(tree, before, render_project(new)))
    problems = [
        Problem(f"'{change.path}' is not as it was generated.", hint="Move it out of the way.")
        for change in changes
        if change.before not in (before.get(change.path), change.after)
    ]
    if problems:
        raise TargetExists(*problems)
    return make_plan(*changes)


def _differences(tree: Tree, old: Tree, new: Tree) -> Iterator[FileChange]:
    for path in sorted({*old, *new}):
        deleted_by_owner = path in old and path not in tree
        if old.get(path) != new.get(path) and not deleted_by_owner:
            yield FileChange(path, tree.get(path), new.get(path))
