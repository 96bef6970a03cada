"""Where the application factory stands: its owner may have made a package of its module."""

from ant.core.errors import AntError, Problem
from ant.core.plan import make_plan
from ant.core.tree import Tree
from ant.reconcile.files import Carried, carry
from ant.reconcile.manner import Manner
from ant.rendering.migration import Change

MODULE = "api/app.py"
PACKAGE = "api/app/__init__.py"
"""What Python imports as ``app``, as it does the module, so that the same lines are right in it."""


def carry_to_factory(tree: Tree, change: Change, manner: Manner, record: Tree | None) -> Carried:
    """Do what ``carry`` does, in the package where the module is one now."""
    if MODULE in tree or PACKAGE not in tree:
        return carry(tree, change, manner, record)
    files = {path: content for path, content in tree.items() if path != PACKAGE}
    try:
        carried = carry({**files, MODULE: tree[PACKAGE]}, change, manner, record)
    except AntError as error:
        raise type(error)(*map(_in_package, error.problems)) from None
    changes = [
        file_change._replace(path=PACKAGE) if file_change.path == MODULE else file_change
        for file_change in carried.plan.changes
    ]
    return carried._replace(
        plan=carried.plan._replace(changes=make_plan(*changes).changes),
        left=tuple(map(_in_package, carried.left)),
        lost=tuple(PACKAGE if path == MODULE else path for path in carried.lost),
    )


def _in_package(problem: Problem) -> Problem:
    """The same problem with the file named in which its owner finds the lines."""
    message, *others = (part and part.replace(MODULE, PACKAGE) for part in problem)
    return Problem(message or "", *others)
