"""Carry the difference between two specs into a project."""

from collections.abc import Iterator

from ant.core.errors import AntError, CannotMerge, Problem, TargetExists
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.reconcile.merge import merge, refusals
from ant.reconcile.source import Source
from ant.reconcile.units import difference
from ant.rendering.project import (
    APPLIED,
    MANIFEST,
    paths_of_difference,
    render_difference,
    render_project,
)


def affected_paths(old: Spec, new: Spec) -> list[str]:
    """The files that ``reconcile`` has to see of a project."""
    return sorted(paths_of_difference(old, new) | paths_of_difference(new, old))


def reconcile(tree: Tree, old: Spec | None, new: Spec) -> Plan:
    """Return the plan that leads from the old spec to the new one, over people's edits.

    ``tree`` holds those of the ``affected_paths`` that exist. What both specs give alike is left as
    it is. The rest is carried into the files as they stand: a new file must not be in anybody's
    way, a changed one is merged unit by unit, one that its owner deleted stays deleted. Raises one
    error with a problem for everything that cannot be done without risk.
    """
    before = render_difference(old, new) if old else {}
    after = render_difference(new, old) if old else render_project(new)
    changes: list[FileChange] = []
    errors: list[AntError] = []
    for path in sorted({*before, *after}):
        try:
            changes += _change(path, tree, before.get(path), after.get(path))
        except AntError as error:
            errors.append(error)
    if errors:
        kind = TargetExists if any(isinstance(e, TargetExists) for e in errors) else CannotMerge
        raise kind(*(problem for error in errors for problem in error.problems))
    return make_plan(*changes)


def _change(path: str, tree: Tree, old: bytes | None, new: bytes | None) -> Iterator[FileChange]:
    current = tree.get(path)
    if old == new or current == new:
        return
    if current is None and old is not None and new is not None:
        _refuse_additions(path, old, new)
    elif old is None:
        if current is not None:
            raise TargetExists(_in_the_way(path))
        yield FileChange(path, None, new)
    elif current is not None and new is None:
        if current != old:
            raise CannotMerge(_in_the_way(path))
        yield FileChange(path, current, None)
    elif current is not None and new is not None:
        yield FileChange(path, current, _merged(path, current, old, new))


def _refuse_additions(path: str, old: bytes, new: bytes) -> None:
    """Raise ``CannotMerge`` where a file that its owner deleted would get something new.

    A query or a test is missed by nothing that is generated, so their files may stay deleted.
    """
    if path.startswith("api/mocks/"):
        message = f"'{path}' is not there, so this mock cannot be changed in {MANIFEST}."
        hint = f"Change what the service returns, remove {MANIFEST}, and run: ant adopt"
        raise CannotMerge(Problem(message, hint=hint))
    if path.endswith(".py") and not path.startswith(("api/repositories/", "tests/")):
        change = difference(Source(old), Source(new))
        if change.added or change.replaced:
            raise CannotMerge(*refusals(path, change, "the file is not there"))


def _merged(path: str, current: bytes, old: bytes, new: bytes) -> bytes:
    if path in (MANIFEST, APPLIED) or current == old:
        return new
    if not path.endswith(".py"):
        raise CannotMerge(_in_the_way(path))
    return merge(path, current, old, new)


def _in_the_way(path: str) -> Problem:
    return Problem(f"'{path}' is not as it was generated.", hint="Move it out of the way.")
