"""Carry what a newer version generates into the files of a project."""

from typing import NamedTuple

from ant.core.errors import Problem
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.tree import Tree
from ant.reconcile.merge import Merged
from ant.reconcile.texts.merge_text import merge_text
from ant.reconcile.untouched import is_untouched
from ant.reconcile.upgrading.code import merge_code

NOT_READ = {
    "api/openapi/": "Nothing reads it: the document of the API comes from the code now. Say what"
    " you said there in the docstring of a view, in the metadata of a field, or in INFO in"
    " 'api/startup/documentation.py'."
}
"""What generated code does not read any more, by the folder it was in."""


class Upgraded(NamedTuple):
    """What carrying newer code into a project comes to."""

    plan: Plan
    problems: tuple[Problem, ...] = ()
    """What both sides have changed, and is left as it stands."""
    notes: tuple[str, ...] = ()
    """What its owner should know, and need not do anything about."""


def carry_upgrade(tree: Tree, old: Tree, new: Tree) -> Upgraded:
    """Return the plan that leads from what one version generated to what a newer one does.

    ``old`` and ``new`` hold the files of both by path, ``tree`` those of them that are there.
    An untouched file is replaced, an edited one merged, a new one added. One that its owner
    removed stays removed, and one that is not generated any more goes if it is untouched.
    """
    steps = [
        _step(path, tree.get(path), old.get(path), new.get(path)) for path in sorted({**old, **new})
    ]
    return Upgraded(
        make_plan(*(change for step in steps for change in step.plan.changes)),
        tuple(problem for step in steps for problem in step.problems),
        tuple(sorted(note for step in steps for note in step.notes)),
    )


def _step(path: str, current: bytes | None, old: bytes | None, new: bytes | None) -> Upgraded:
    if old == new or current == new:
        return Upgraded(Plan())
    if current is None:
        if old is None:
            return _changed(path, None, new)
        note = f"'{path}' has been removed or moved, and stays so: what is new in it was left out."
        return Upgraded(Plan(), notes=(note,) if new is not None else ())
    if old is None:
        message = f"'{path}' would be generated, and a file of that name is there already."
        return Upgraded(Plan(), (Problem(message, path, "Move it out of the way."),))
    if new is None:
        if is_untouched(path, current, old):
            return _changed(path, current, None)
        note = f"'{path}' is not generated any more; you have edited it, so it is yours now."
        return Upgraded(Plan(), notes=(f"{note}{_use_of(path)}",))
    merged = _merged(path, current, old, new)
    changed = _changed(path, current, merged.content)
    if path.endswith(".md") and merged.problems:  # no code depends on prose
        note = f"'{path}' has been rewritten where something new is said: that was left out."
        return changed._replace(notes=(note,))
    return changed._replace(problems=merged.problems)


def _use_of(path: str) -> str:
    """What an owner should know of a file that is not generated any more and is kept."""
    for folder, use in NOT_READ.items():
        if path.startswith(folder):
            return f" {use}"
    return ""


def _changed(path: str, before: bytes | None, after: bytes | None) -> Upgraded:
    return Upgraded(make_plan(FileChange(path, before, after)))


def _merged(path: str, current: bytes, old: bytes, new: bytes) -> Merged:
    if current == old:
        return Merged(new)
    merge = merge_code if path.endswith(".py") else merge_text
    merged = merge(path, current, old, new)
    if merged.problems and is_untouched(path, current, old):
        return Merged(new)  # only laid out in another way, which whoever did so can do again
    return merged
