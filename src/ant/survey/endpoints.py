"""The endpoints of a project, from its code."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from ant.artifacts.paths import DOCUMENTATION, GUARDS, HEALTH
from ant.core.spec import METHODS
from ant.core.tree import Tree
from ant.python_source.blueprints import (
    Blueprint,
    Module,
    Origin,
    parse_module,
    parse_modules,
    registered_blueprints,
)
from ant.python_source.nodes import last_name
from ant.python_source.source import Function
from ant.python_source.views import rules_of
from ant.survey.owners import read_owners

OPEN = (DOCUMENTATION, HEALTH)
"""The files of views about the API itself: in no spec, and without a default guard."""


class Endpoint(NamedTuple):
    """One method of one URL."""

    method: str
    url: str
    handler: str
    """The function, as ``users_bp.get_users``."""
    file: str
    line: int
    auth: str
    """``token``, ``role admin``, ``public``, or nothing without a guard.

    A view without one has the default guard of the project.
    """
    owner: str = ""
    """The columns of its route by which a row belongs to somebody, nothing where none does."""


class View(NamedTuple):
    """A function, and one method and rule of a blueprint that it answers."""

    blueprint: Origin
    method: str
    rule: str
    function: Function
    module: Module
    auth: str = ""
    """The guards between the function and this rule."""


def read_endpoints(tree: Tree) -> list[Endpoint]:
    """Return the endpoints of all blueprints that the application registers, by URL and method.

    ``tree`` holds the Python files below ``api/``. Files that are no Python are passed over.
    """
    modules = parse_modules(tree)
    blueprints = registered_blueprints(modules)
    defaults = default_guards(tree.get(GUARDS, b""))
    found = [
        _endpoint(view, blueprints[view.blueprint], defaults)
        for view in views_of(modules, blueprints)
    ]
    owners = read_owners(tree)
    found = [endpoint._replace(owner=owners.get(endpoint.file, "")) for endpoint in found]
    return sorted(found, key=lambda endpoint: (endpoint.url, METHODS.index(endpoint.method)))


def views_of(modules: dict[str, Module], blueprints: dict[Origin, Blueprint]) -> Iterator[View]:
    """Every view of these blueprints, in the order of the files."""
    for module in modules.values():
        functions = [node for node in module.nodes if isinstance(node, Function)]
        for node in sorted(functions, key=lambda function: function.lineno):
            for rule in rules_of(node):
                origin = module.origin(rule.blueprint)
                if origin in blueprints:
                    below = node.decorator_list[node.decorator_list.index(rule.call) + 1 :]
                    for method in rule.methods:
                        yield View(origin, method, rule.path, node, module, _auth(below))


def default_guards(content: bytes) -> dict[str, str]:
    """Return the default guards of a project, by method.

    ``content`` is that of its ``startup/guards.py``.
    """
    module = parse_module(GUARDS, content)
    for node in module.nodes if module else ():
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "DEFAULT_GUARDS":
            with suppress(TypeError, ValueError):
                return dict(ast.literal_eval(node.value))
    return {}


def url_of(prefix: str, rule: str) -> str:
    """Prefix and rule as Flask joins them: one slash between, and none lost."""
    if prefix and rule:
        return f"{prefix.rstrip('/')}/{rule.lstrip('/')}"
    return prefix or rule or "/"


def _endpoint(view: View, blueprint: Blueprint, defaults: dict[str, str]) -> Endpoint:
    node = view.function
    auth = view.auth
    if not auth and view.module.path not in OPEN:
        auth = defaults.get(view.method, "")
    handler = f"{blueprint.name}.{node.name}"
    url = url_of(blueprint.prefix, view.rule)
    return Endpoint(view.method, url, handler, view.module.path, node.lineno, auth)


def _auth(decorators: list[ast.expr]) -> str:
    """The guards among some decorators, from the outermost on."""
    return ", ".join(guard for guard in map(_guard, decorators) if guard)


def _guard(decorator: ast.expr) -> str:
    call = decorator if isinstance(decorator, ast.Call) else None
    name = last_name(call.func if call else decorator)
    if name in ("role_required", "scope_required") and call and call.args:
        argument = call.args[0]
        value = str(argument.value) if isinstance(argument, ast.Constant) else ast.unparse(argument)
        return f"{name.removesuffix('_required')} {value}"
    return {"token_required": "token", "public": "public"}.get(name, "")
