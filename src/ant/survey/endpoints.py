"""The endpoints of a project, from its code as it stands."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.core.tree import Tree
from ant.survey.blueprints import Blueprint, Module, parse_modules, registered_blueprints

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Endpoint(NamedTuple):
    """One method of one URL."""

    method: str
    url: str
    handler: str
    """The function, as ``users_bp.get_users``."""
    file: str
    line: int
    auth: str
    """``token``, ``role admin``, or nothing where anybody may call it."""


def read_endpoints(tree: Tree) -> list[Endpoint]:
    """Return the endpoints of all blueprints that the application registers, by URL and method.

    ``tree`` holds the Python files below ``api/``. Files that are no Python are passed over.
    """
    modules = parse_modules(tree)
    blueprints = registered_blueprints(modules)
    found = [
        each for module in modules.values() for each in _of_module(module, blueprints)
    ]
    return sorted(found, key=lambda each: (each.url, METHODS.index(each.method)))


def _of_module(
    module: Module, blueprints: dict[tuple[str, str], Blueprint]
) -> Iterator[Endpoint]:
    for node in ast.walk(module.tree):
        if not isinstance(node, Function):
            continue
        for decorator in node.decorator_list:
            blueprint = _blueprint_of(decorator, module, blueprints)
            if blueprint is None or not isinstance(decorator, ast.Call):
                continue
            url = _joined(blueprint.prefix, _first_text(decorator))
            for method in _methods(decorator):
                handler = f"{blueprint.name}.{node.name}"
                yield Endpoint(method, url, handler, module.path, node.lineno, _auth(node))


def _blueprint_of(
    decorator: ast.expr, module: Module, blueprints: dict[tuple[str, str], Blueprint]
) -> Blueprint | None:
    if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute):
        owner = decorator.func.value
        if isinstance(owner, ast.Name):
            return blueprints.get(module.origin(owner.id))
    return None


def _methods(decorator: ast.Call) -> list[str]:
    assert isinstance(decorator.func, ast.Attribute)
    verb = decorator.func.attr.upper()
    if verb in METHODS:
        return [verb]
    if verb != "ROUTE":
        return []
    for keyword in decorator.keywords:
        if keyword.arg == "methods" and isinstance(keyword.value, ast.List | ast.Tuple | ast.Set):
            texts = [each.value for each in keyword.value.elts if isinstance(each, ast.Constant)]
            return [str(text).upper() for text in texts if str(text).upper() in METHODS]
    return ["GET"]


def _first_text(call: ast.Call) -> str:
    for node in (*call.args[:1], *(each.value for each in call.keywords if each.arg == "rule")):
        return str(node.value) if isinstance(node, ast.Constant) else f"<{ast.unparse(node)}>"
    return ""


def _joined(prefix: str, rule: str) -> str:
    """As Flask joins them: one slash between, and none lost."""
    if prefix and rule:
        return f"{prefix.rstrip('/')}/{rule.lstrip('/')}"
    return prefix or rule or "/"


def _auth(node: Function) -> str:
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = ast.unparse(call.func if call else decorator).rpartition(".")[2]
        if name == "role_required" and call and call.args:
            return f"role {ast.unparse(call.args[0]).strip(chr(39) + chr(34))}"
        if name == "token_required":
            return "token"
    return ""
