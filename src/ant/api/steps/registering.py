"""Blueprints that are registered in another file than ``app.py``."""

import ast
import re
from typing import NamedTuple

from ant.artifacts.of_routes.route import ARTIFACT as ENDPOINTS
from ant.artifacts.paths import APP, CODE
from ant.core.errors import Problem
from ant.core.locations import PlacedText
from ant.core.names.renames import renamed
from ant.core.names.route_names import RouteNames
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.core.tree import Tree
from ant.python_source.imports import Imported
from ant.reconcile.blueprints.registrations import says_more, unregistered
from ant.rendering.migrations.migration import Change
from ant.workspace.project import ReadOnlyProject


class Registered(NamedTuple):
    """A plan that registers nothing twice, and what its owner has to register."""

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
            wanted = Imported(names.route_module, names.blueprint)
            content = unregistered(content, wanted)
            problems += [] if is_done else [_problem(names, siblings, sites)]
    if _same_code(content, app.before):
        content = app.before
    others = (change for change in plan.changes if change is not app)
    changes = make_plan(*others, FileChange(APP, app.before, content)).changes
    return Registered(plan._replace(changes=changes), problems)


def _same_code(one: bytes, other: bytes) -> bool:
    return ast.dump(ast.parse(one)) == ast.dump(ast.parse(other))


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


def _problem(names: RouteNames, siblings: list[RouteNames], sites: Tree) -> Problem:
    found = [
        (path, number)
        for path, content in sites.items()
        for number, line in enumerate(content.splitlines(), 1)
        if any(_is_mentioned(name, line) for name in siblings)
    ]
    path, number = found[-1]
    message = f"Blueprints are registered in {path}, with a prefix or on another blueprint."
    line = f"from {names.route_module} import {names.blueprint}"
    where = PlacedText(f"{path}:{number}", path, number)
    return Problem(message, where, f"Add this by hand, and register it as the others:\n    {line}")
