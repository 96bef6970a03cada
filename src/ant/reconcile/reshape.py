"""Routes that become resources with their first field, or stubs without their last one."""

from collections.abc import Iterator

from ant.artifacts.registry import route_paths
from ant.core.errors import CannotMerge, Problem
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.reconcile.untouched import is_untouched

HINT = "Take that back, or move what you wrote into a module of your own."


def check_reshaped(tree: Tree, before: Tree, old: Spec, new: Spec) -> None:
    """Raise ``CannotMerge`` for edited routes that have fields in only one of the specs.

    ``before`` holds their rendered files. A resource keeps nothing of a stub, so there is no place
    for code that people wrote into one.
    """
    problems = [
        problem
        for route in old.routes
        for other in [new.route(route.names.text)]
        if other is not None and bool(other.fields) != bool(route.fields)
        for problem in _edited(tree, before, route)
    ]
    if problems:
        raise CannotMerge(*problems)


def _edited(tree: Tree, before: Tree, route: Route) -> Iterator[Problem]:
    what = "lose its fields" if route.fields else "get fields"
    for path in route_paths(route):
        if path not in tree or not is_untouched(path, tree[path], before[path]):
            state = "not as it was generated" if path in tree else "not there"
            message = f"'{path}' is {state}, so route '{route.names.text}' cannot {what}."
            yield Problem(message, hint=HINT)
