"""The owners of a route's rows, read from its model."""

import ast
from collections.abc import Iterable
from contextlib import suppress

from ant.artifacts.paths import path_of
from ant.core.names.route_names import RouteNames
from ant.core.tree import Tree
from ant.python_source.blueprints import parse_module


def read_owners(tree: Tree) -> dict[str, str]:
    """Return the columns by which rows belong to somebody, by the files of the routes.

    ``tree`` holds the Python files below ``api/``.
    """
    models = (parse_module(path, text) for path, text in tree.items() if b'"claim"' in text)
    return {
        path_of(RouteNames(route).route_module): ", ".join(columns)
        for model in models
        for node in (model.tree.body if model else ())
        if isinstance(node, ast.ClassDef)
        and (columns := [*_claimed(node)])
        and (route := _route(node))
    }


def _route(model: ast.ClassDef) -> str:
    """The route of a model: the one in its table's ``info``, or the name of the table."""
    assigned = {
        ast.unparse(node.targets[0]): node.value
        for node in model.body
        if isinstance(node, ast.Assign)
    }
    routes = [
        value.value
        for node in ast.walk(assigned.get("__table_args__", model))
        if isinstance(node, ast.Dict) and "__table_args__" in assigned
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and key.value == "route"
        if isinstance(value, ast.Constant)
    ]
    table = assigned.get("__tablename__")
    return str(routes[0] if routes else ast.literal_eval(table) if table else "")


def _claimed(model: ast.ClassDef) -> Iterable[str]:
    for node in model.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            info = next((word.value for word in node.value.keywords if word.arg == "info"), None)
            with suppress(TypeError, ValueError):
                if info is not None and "claim" in ast.literal_eval(info):
                    yield ast.unparse(node.target)
