"""Where the application factory stands: its owner may have made a package of its module."""

from collections.abc import Iterable

from ant.artifacts.paths import APP, APP_PACKAGE
from ant.core.errors import AntError, Problem
from ant.core.locations import PlacedText
from ant.core.planning.messages import Text
from ant.core.planning.plan import Plan, make_plan
from ant.core.tree import Tree
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.files import Carried, carry
from ant.rendering.migrations.migration import Change

"""What Python imports as ``app``, as it does the module, so that the same lines are right in it."""


def carry_to_factory(
    tree: Tree, change: Change, policy: ConflictPolicy, record: Tree | None, retired: Iterable[str]
) -> Carried:
    """Do what ``carry`` does, in the package where the module is one now."""
    if not _is_package(tree):
        return carry(tree, change, policy, record, retired)
    try:
        carried = carry(as_module(tree), change, policy, record, retired)
    except AntError as error:
        raise type(error)(*map(_in_package, error.problems)) from None
    return carried._replace(
        plan=in_factory(tree, carried.plan),
        left=tuple(map(_in_package, carried.left)),
        lost=tuple(APP_PACKAGE if path == APP else path for path in carried.lost),
    )


def as_module(tree: Tree) -> Tree:
    """Return a project's files with the factory in its module, though it may be a package."""
    if not _is_package(tree):
        return tree
    files = {path: content for path, content in tree.items() if path != APP_PACKAGE}
    return {**files, APP: tree[APP_PACKAGE]}


def in_factory(tree: Tree, plan: Plan) -> Plan:
    """Return a plan that was made for the factory's module, for where the factory is."""
    if not _is_package(tree):
        return plan
    changes = [
        file_change._replace(path=APP_PACKAGE) if file_change.path == APP else file_change
        for file_change in plan.changes
    ]
    return plan._replace(changes=make_plan(*changes).changes)


def _is_package(tree: Tree) -> bool:
    return APP not in tree and APP_PACKAGE in tree


def _in_package(problem: Problem) -> Problem:
    """The same problem with the file named in which its owner finds the lines."""
    message, where, hint = (part and _renamed(part) for part in problem[:3])
    return problem._replace(message=message or "", where=where, hint=hint)


def _renamed(text: str) -> str:
    if isinstance(text, Text | PlacedText):
        return text.changed(_renamed)
    return text.replace(APP, APP_PACKAGE)
