"""Carry what a newer version generates into the files of a project."""

from collections.abc import Mapping
from typing import NamedTuple

from ant.core.errors import Problem
from ant.core.plan import FileChange, Plan, make_plan
from ant.core.python_text import parse_python
from ant.core.tree import Tree
from ant.reconcile.merge import Merged
from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.texts.merge_text import merge_text
from ant.reconcile.untouched import is_untouched
from ant.reconcile.upgrading.code import merge_code
from ant.reconcile.upgrading.new_tests import without_unwanted_tests

NOT_READ = {
    "api/openapi/": "Nothing reads it: the document of the API comes from the code now. Say what"
    " you said there in the docstring of a view, in the metadata of a field, or in INFO in"
    " 'api/startup/documentation.py'."
}
"""What generated code does not read any more, by the folder it was in."""

Left = Mapping[str, bytes | None]
"""The files in which something is left by hand, by path: as they were generated, but for what has
been carried in since. None for one that was not generated before."""

NOTHING_LEFT: Left = {}


class Upgraded(NamedTuple):
    """What carrying newer code into a project comes to."""

    plan: Plan
    problems: tuple[Problem, ...] = ()
    """What both sides have changed, and is left as it stands."""
    notes: tuple[str, ...] = ()
    """What its owner should know, and need not do anything about."""
    known: tuple[Problem, ...] = ()
    """What an earlier upgrade has left, and is not done yet."""
    told: tuple[Problem, ...] = ()
    """Both, with the lines where they stand once the plan is carried out."""
    left: Mapping[str, bytes | None] = {}
    """The files with either, for later upgrades."""


def carry_upgrade(tree: Tree, old: Tree, new: Tree, left: Left = NOTHING_LEFT) -> Upgraded:
    """Return the plan that leads from what one version generated to what a newer one does.

    ``old`` and ``new`` hold the files of both by path, ``tree`` those of them that are there.
    An untouched file is replaced, an edited one merged, a new one added. One that its owner
    removed stays removed, and one that is not generated any more goes if it is untouched.
    What earlier upgrades have ``left`` is tried again.
    """
    new, left_out = without_unwanted_tests(tree, old, new)
    steps = []
    for path in sorted({**old, **new}):
        step = _step(path, tree.get(path), old.get(path), new.get(path))
        if path in left and path in new:
            step = _step_again(path, tree.get(path), step, left[path], new[path])
        base = left.get(path, old.get(path))
        steps.append(_with_left(path, (tree.get(path), base, new.get(path)), step))
    return Upgraded(
        make_plan(*(change for step in steps for change in step.plan.changes)),
        tuple(problem for step in steps for problem in step.problems),
        tuple(sorted([*left_out, *(note for step in steps for note in step.notes)])),
        tuple(problem for step in steps for problem in step.known),
        tuple(problem for step in steps for problem in step.told),
        {path: text for step in steps for path, text in step.left.items()},
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
    merged = merged_file(path, current, old, new)
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


def _step_again(
    path: str, current: bytes | None, step: Upgraded, left: bytes | None, new: bytes
) -> Upgraded:
    """A step, and after it what earlier upgrades have left of the file."""
    after = _after(step, current)
    again = _step(path, after, left, new)
    changed = _changed(path, current, _after(again, after))._replace(notes=step.notes)
    if step.problems:
        return changed._replace(problems=again.problems)
    return changed._replace(known=again.problems)


def _with_left(
    path: str, versions: tuple[bytes | None, bytes | None, bytes | None], step: Upgraded
) -> Upgraded:
    """A step with what it leaves to the owner of the file: current, older and newer version."""
    current, old, new = versions
    after = _after(step, current)
    count = len(step.problems or step.known)
    if not count or current is None or after is None:
        return step
    bases = (old if old is None else _with_what_was_carried(path, old, current, after), old)
    for base in bases:
        again = _step(path, after, base, new)
        if (_after(again, after), len(again.problems)) == (after, count):
            return step._replace(left={path: base}, told=again.problems)
    return step._replace(left={path: old}, told=step.problems or step.known)


def _with_what_was_carried(path: str, old: bytes, before: bytes, after: bytes) -> bytes:
    """A file as it was generated, with what an upgrade makes of the file as it stands.

    What then differs from what the newer version generates is left, and what people change later
    at another place is no part of it.
    """
    carried = merge_lines(path, old, before, after).content
    if path.endswith(".py"):
        try:
            parse_python(carried)
        except SyntaxError:
            return old
    return carried


def _after(step: Upgraded, current: bytes | None) -> bytes | None:
    """The file after a step."""
    return step.plan.changes[0].after if step.plan.changes else current


def _changed(path: str, before: bytes | None, after: bytes | None) -> Upgraded:
    return Upgraded(make_plan(FileChange(path, before, after)))


def merged_file(path: str, current: bytes, old: bytes, new: bytes) -> Merged:
    """Return a file, as somebody left it, with what differs between two generated versions."""
    if current == old:
        return Merged(new)
    merge = merge_code if path.endswith(".py") else merge_text
    merged = merge(path, current, old, new)
    if merged.problems and is_untouched(path, current, old):
        return Merged(new)  # only laid out in another way, which whoever did so can do again
    return merged
