"""The endpoints of a project, from its code as it stands."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.core.spec import METHODS
from ant.core.tree import Tree
from ant.survey.blueprints import Blueprint, Module, Origin, parse_modules, registered_blueprints

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


class View(NamedTuple):
    """A function, and one method and rule of a blueprint that it answers."""

    blueprint: Origin
    method: str
    rule: str
    function: Function
    module: Module


def read_endpoints(tree: Tree) -> list[Endpoint]:
    """Return the endpoints of all blueprints that the application registers, by URL and method.

    ``tree`` holds the Python files below ``api/``. Files that are no Python are passed over.
    """
    modules = parse_modules(tree)
    blueprints = registered_blueprints(modules)
    found = [_endpoint(view, blueprints[view.blueprint]) for view in views_of(modules, blueprints)]
    return sorted(found, key=lambda each: (each.url, METHODS.index(each.method)))


def views_of(modules: dict[str, Module], blueprints: dict[Origin, Blueprint]) -> Iterator[View]:
    """Every view of these blueprints, wherever it stands, in the order of the files."""
    for module in modules.values():
        functions = [node for node in module.nodes if isinstance(node, Function)]
        for node in sorted(functions, key=lambda each: each.lineno):
            for decorator in node.decorator_list:
                if not isinstance(decorator, ast.Call):
                    continue
                if not isinstance(decorator.func, ast.Attribute):
                    continue
                origin = module.origin(decorator.func.value)
                if origin in blueprints:
                    rule = _rule(decorator)
                    for method in _methods(decorator, decorator.func.attr):
                        yield View(origin, method, rule, node, module)


def url_of(prefix: str, rule: str) -> str:
    """Prefix and rule as Flask joins them: one slash between, and none lost."""
    if prefix and rule:
        return f"{prefix.rstrip('/')}/{rule.lstrip('/')}"
    return prefix or rule or "/"


def _endpoint(view: View, blueprint: Blueprint) -> Endpoint:
    node = view.function
    handler = f"{blueprint.name}.{node.name}"
    url = url_of(blueprint.prefix, view.rule)
    return Endpoint(view.method, url, handler, view.module.path, node.lineno, auth_of(node))


def _methods(decorator: ast.Call, attribute: str) -> list[str]:
    verb = attribute.upper()
    if verb in METHODS:
        return [verb]
    if verb != "ROUTE":
        return []
    for keyword in decorator.keywords:
        if keyword.arg == "methods" and isinstance(keyword.value, ast.List | ast.Tuple | ast.Set):
            texts = [each.value for each in keyword.value.elts if isinstance(each, ast.Constant)]
            return [str(text).upper() for text in texts if str(text).upper() in METHODS]
    return ["GET"]


def _rule(call: ast.Call) -> str:
    for node in (*call.args[:1], *(each.value for each in call.keywords if each.arg == "rule")):
        return str(node.value) if isinstance(node, ast.Constant) else f"<{ast.unparse(node)}>"
    return ""


def auth_of(node: Function) -> str:
    """What a view asks of whoever calls it, by its outermost decorator of ours."""
    for decorator in node.decorator_list:
        call = decorator if isinstance(decorator, ast.Call) else None
        name = ast.unparse(call.func if call else decorator).rpartition(".")[2]
        if name == "role_required" and call and call.args:
            role = call.args[0]
            said = str(role.value) if isinstance(role, ast.Constant) else ast.unparse(role)
            return f"role {said}"
        if name == "token_required":
            return "token"
    return ""
