"""Mocks, from the service methods that return them."""

import ast
import json
from typing import NoReturn

from ant.artifacts.of_routes.mocks import mock_path
from ant.artifacts.of_routes.service import ARTIFACT as SERVICE
from ant.artifacts.paths import CODE, LOAD_MOCK, module_of, path_of
from ant.core.errors import InvalidName
from ant.core.spec import Mock
from ant.core.text.json_depth import read_json
from ant.core.tree import Tree, checked_path
from ant.python_source.blueprints import Module, parse_module
from ant.python_source.nodes import targets_of
from ant.python_source.source import Function
from ant.survey.endpoints import View

SERVICES = SERVICE.package
LOADER = (module_of(LOAD_MOCK), "load_mock")
VARIABLES = {"mock_data", "mock_response"}
"""What ``backant-cli`` calls a mock in the method that returns it."""


class Unreadable(Exception):
    """There is a mock, but its value is unknown without running the code."""

    def __init__(self, path: str, reason: str) -> None:
        """Take the file that would have to be understood."""
        self.path = path
        super().__init__(reason)


def mock_paths(tree: Tree) -> list[str]:
    """The files of mocks that the services read, as far as their names are literals."""
    found = set()
    for path, content in tree.items():
        if path.startswith(f"{CODE}{SERVICES}/") and b"load_mock" in content:
            module = parse_module(path, content)
            nodes = ast.walk(module.tree) if module else ()
            found |= {_loaded(node, module) for node in nodes if module}
    return sorted(path for path in found if path)


def mock_of(view: View, tree: Tree) -> Mock | None:
    """The mock that a view answers with; None where it does not. Raises ``Unreadable``."""
    found = _service_method(view, tree)
    if found is None:
        return None
    method, module = found
    body = method.body[1:] if ast.get_docstring(method) is not None else method.body
    last = body[-1] if body else None
    if len(body) == 1 and isinstance(last, ast.Return) and last.value:
        path = _loaded(last.value, module)
        return None if path is None else _from_file(path, tree)
    assigned = [(node, *_assigned(node)) for node in body]
    mocks = [(node, name, value) for node, name, value in assigned if name in VARIABLES and value]
    if not mocks:
        return None
    node, name, value = mocks[0]
    returned = ast.unparse(last) if isinstance(last, ast.Return) else None
    if value and len(body) == 2 and body[0] is node and returned == f"return {name}":
        return _from_literal(value, module, tree)
    raise Unreadable(module.path, f"{method.name}() does more than return its {name}")


def _service_method(view: View, tree: Tree) -> tuple[Function, Module] | None:
    """The first method of a service that a view calls."""
    for node in ast.walk(view.function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            origin = view.module.origin(node.func.value)
            if origin and origin[0].startswith(f"{SERVICES}."):
                path = path_of(origin[0])
                module = parse_module(path, tree[path]) if path in tree else None
                return _method(module, origin[1], node.func.attr) if module else None
    return None


def _method(module: Module, variable: str, name: str) -> tuple[Function, Module] | None:
    """A method of the object that a module has in a variable."""
    made = {
        ast.unparse(node.value.func)
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call)
        if variable in {ast.unparse(target) for target in targets_of(node)}
    }
    found = [
        method
        for node in module.tree.body
        if isinstance(node, ast.ClassDef) and node.name in made
        for method in node.body
        if isinstance(method, Function) and method.name == name
    ]
    return (found[0], module) if len(found) == 1 else None


def _assigned(node: ast.stmt) -> tuple[str | None, ast.expr | None]:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = targets_of(node)[0]
        return (target.id if isinstance(target, ast.Name) else None), node.value
    return None, None


def _loaded(node: ast.AST, module: Module) -> str | None:
    """The file that ``load_mock("users/profile")`` reads."""
    if isinstance(node, ast.Call) and module.origin(node.func) == LOADER and node.args:
        key = node.args[0]
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            try:
                return checked_path(mock_path(key.value))
            except InvalidName:
                return None
    return None


def _from_file(path: str, tree: Tree) -> Mock:
    if path not in tree:
        raise Unreadable(path, "the file is not there")
    try:
        return Mock(read_json(tree[path], parse_constant=_refuse))
    except ValueError:
        raise Unreadable(path, "it is not JSON") from None


def _from_literal(value: ast.expr, module: Module, tree: Tree) -> Mock:
    """A literal as its clients get it: in JSON tuples are lists, and all keys are texts."""
    reason = f"the mock in line {value.lineno} is neither a literal nor JSON"
    try:
        return Mock(read_json(json.dumps(_evaluated(value, module, tree), allow_nan=False)))
    except (ValueError, TypeError):
        raise Unreadable(module.path, reason) from None


def _evaluated(value: ast.expr, module: Module, tree: Tree) -> object:
    try:
        return ast.literal_eval(value)
    except ValueError:  # ``backant-cli`` writes some mocks as JSON, whose true is no Python
        text = ast.get_source_segment(tree[module.path].decode("utf-8-sig"), value)
        return read_json(text or "", parse_constant=_refuse)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
