"""The module of the application factory, and the registration of blueprints.

Its owner may have made a package of the module, and may register blueprints in another file.
"""

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

from ant.artifacts.of_routes.route import ARTIFACT as ENDPOINTS
from ant.artifacts.paths import APP, APP_PACKAGE, CODE
from ant.core.errors import AntError, Problem
from ant.core.locations import LocatedText
from ant.core.names.renames import renamed
from ant.core.names.route_names import RouteNames
from ant.core.planning.messages import Text
from ant.core.planning.plan import FileChange, Plan
from ant.core.tree import Tree
from ant.python_source.imports import Imported
from ant.reconcile.blueprints.registrations import says_more, unregistered
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.files import Carried, carry
from ant.rendering.migrations.migration import Change
from ant.workspace.project import ReadOnlyProject


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
        unresolved=tuple(map(_in_package, carried.unresolved)),
        discarded=tuple(APP_PACKAGE if path == APP else path for path in carried.discarded),
    )


def as_module(tree: Tree) -> Tree:
    """Return a project's files with the factory in its module, though it may be a package."""
    if not _is_package(tree):
        return tree
    files = {path: content for path, content in tree.items() if path != APP_PACKAGE}
    return {**files, APP: tree[APP_PACKAGE]}


def in_factory(tree: Tree, plan: Plan) -> Plan:
    """Return a plan for the factory's module, with the paths of the package where it is one."""
    if not _is_package(tree):
        return plan
    changes = [
        file_change._replace(path=APP_PACKAGE) if file_change.path == APP else file_change
        for file_change in plan.changes
    ]
    return plan.with_changes(changes)


class Registered(NamedTuple):
    """A plan that registers nothing twice, and problems about registrations by hand."""

    plan: Plan
    problems: list[Problem]


def with_registrations(project: ReadOnlyProject, plan: Plan, change: Change) -> Registered:
    """Leave registrations out of ``app.py`` that belong where those of other routes are.

    That is where these are registered in another file with a prefix, or on a blueprint, which the
    new one would be outside of; and where the new one is registered there already.
    """
    app = next((change for change in plan.effective if change.path == APP), None)
    if change.old is None or app is None or not app.before or not app.after:
        return Registered(plan, [])
    siblings = [route.names for route in renamed(change.old, change.renames).routes]
    known = {*siblings}
    new = [route.names for route in change.new.routes if route.names not in known]
    if not new or not siblings or any(_is_mentioned(names, app.before) for names in siblings):
        return Registered(plan, [])
    sites = _sites(project.all_code(), siblings)
    is_special = any(says_more(content) for content in [*sites.values(), app.before])
    problems, content = [], app.after
    for names in new:
        is_done = any(_is_mentioned(names, content) for content in sites.values())
        if sites and (is_done or is_special):
            content = unregistered(content, Imported(names.route_module, names.blueprint))
            problems += [] if is_done else [_by_hand(names, siblings, sites)]
    if ast.dump(ast.parse(content)) == ast.dump(ast.parse(app.before)):
        content = app.before
    others = (change for change in plan.changes if change is not app)
    changed = plan.with_changes((*others, FileChange(APP, app.before, content)))
    return Registered(changed, problems)


def _is_package(tree: Tree) -> bool:
    return APP not in tree and APP_PACKAGE in tree


def _in_package(problem: Problem) -> Problem:
    """The same problem with the path of the package."""
    message, where, hint = (part and _renamed(part) for part in problem[:3])
    return problem._replace(message=message or "", where=where, hint=hint)


def _renamed(text: str) -> str:
    if isinstance(text, Text | LocatedText):
        return text.changed(_renamed)
    return text.replace(APP, APP_PACKAGE)


def _sites(code: Tree, siblings: list[RouteNames]) -> Tree:
    """The files of the application that import blueprints of routes."""
    return {
        path: content
        for path, content in code.items()
        if path.startswith(CODE)
        and path != APP
        and any(_is_mentioned(names, content) for names in siblings)
        and not ENDPOINTS.name_in(path)
    }


def _is_mentioned(names: RouteNames, content: bytes) -> bool:
    return re.search(rb"\b%s\b" % names.blueprint.encode(), content) is not None


def _by_hand(names: RouteNames, siblings: list[RouteNames], sites: Tree) -> Problem:
    found = [
        (path, number)
        for path, content in sites.items()
        for number, line in enumerate(content.splitlines(), 1)
        if any(_is_mentioned(name, line) for name in siblings)
    ]
    path, number = found[-1]
    message = f"Blueprints are registered in {path}, with a prefix or on another blueprint."
    line = f"from {names.route_module} import {names.blueprint}"
    where = LocatedText(f"{path}:{number}", path, number)
    return Problem(message, where, f"Add this by hand, and register it as the others:\n    {line}")
