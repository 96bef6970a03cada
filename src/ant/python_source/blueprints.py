"""Blueprints: their definitions, aliases and registrations."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ant.artifacts.paths import CODE
from ant.core.text.python_text import parse_python
from ant.core.tree import Tree
from ant.python_source.imports import imported_names
from ant.python_source.nodes import assigned_call

_VERB = rb"@\s*[\w.\s]+\.\s*(get|post|put|patch|delete|route)\b"
_ROUTING = re.compile(rb"Blueprint|register_blueprint|Flask|" + _VERB)

_KINDS = (
    ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Call,
    ast.FunctionDef, ast.AsyncFunctionDef,
)  # fmt: skip

Origin = tuple[str, str]
"""The module that something is made in, dotted, and the variable there."""


class Blueprint(NamedTuple):
    """A blueprint, or the application itself."""

    name: str
    """The variable that it is made as."""
    prefix: str


class Module(NamedTuple):
    """One parsed file."""

    path: str
    name: str
    tree: ast.Module
    nodes: list[ast.AST]
    """Imports, assignments, calls and functions, found in one walk."""
    imported: dict[str, str]
    """Dotted names by their local names."""

    def origin(self, node: ast.expr) -> Origin | None:
        """The origin of a dotted name in an expression; None for another expression."""
        head, *rest = _dotted(node)
        if not head:
            return None
        full = self.imported.get(head) or f"{self.name}.{head}"
        module, _, name = ".".join([full, *rest]).rpartition(".")
        return module, name


def may_route(path: str, content: bytes) -> bool:
    """Whether a file can have to do with blueprints at all; most have not, and need no parsing."""
    return path.startswith(f"{CODE}routes/") or _ROUTING.search(content) is not None


def parse_modules(tree: Tree) -> dict[str, Module]:
    """The modules below ``api/`` that may have to do with blueprints, by their dotted names.

    Files that are no Python are left out.
    """
    modules = (
        parse_module(path, content) for path, content in tree.items() if may_route(path, content)
    )
    return {module.name: module for module in modules if module}


def parse_module(path: str, content: bytes) -> Module | None:
    """One module below ``api/``; None for any other file, and for what is no Python."""
    if not (path.startswith(CODE) and path.endswith(".py")):
        return None
    return parse_code(path, content)


def parse_code(path: str, content: bytes) -> Module | None:
    """One Python file, named as ``api/`` knows it; None for what is no Python."""
    try:
        parsed = parse_python(content)
    except SyntaxError:
        return None
    name = path.removeprefix(CODE).removesuffix(".py").replace("/", ".")
    nodes: list[ast.AST] = [node for node in ast.walk(parsed) if isinstance(node, _KINDS)]
    return Module(path, name, parsed, nodes, _imported(nodes))


def defined_blueprints(modules: dict[str, Module]) -> dict[Origin, Blueprint]:
    """Every blueprint that a variable holds, registered or not."""
    return {
        (module.name, name): Blueprint(name, _keyword(call, "url_prefix") or "")
        for module in modules.values()
        for name, call in _assignments(module, "Blueprint")
    }


def registered_blueprints(modules: dict[str, Module]) -> dict[Origin, Blueprint]:
    """What the application serves, by where it is made, in the order of registration.

    A blueprint counts as registered where ``register_blueprint`` is called with it, or with the
    variable of a loop in a module that mentions it. What it is registered on may be a blueprint,
    whose prefix comes before its own.
    """
    defined = defined_blueprints(modules)
    served: dict[Origin, Blueprint] = {}
    parents: dict[Origin, Origin] = {}
    for module in modules.values():
        calls = (call for call in registering_calls(module.nodes) if call.args)
        for call in sorted(calls, key=lambda call: call.lineno):
            prefix = _keyword(call, "url_prefix")
            for origin in _registered(call, module, defined):
                blueprint = defined[origin]
                served[origin] = blueprint if prefix is None else blueprint._replace(prefix=prefix)
                parent = None
                if isinstance(call.func, ast.Attribute):
                    parent = module.origin(call.func.value)
                if parent in defined and parent != origin:
                    parents[origin] = parent
    below = {
        origin: blueprint._replace(prefix=_whole_prefix(origin, served, parents))
        for origin, blueprint in served.items()
    }
    return below | {
        (module.name, name): Blueprint(name, "")
        for module in modules.values()
        for name, _ in _assignments(module, "Flask")
    }


def _whole_prefix(
    origin: Origin, served: dict[Origin, Blueprint], parents: dict[Origin, Origin]
) -> str:
    """The prefix of a blueprint behind those of the blueprints that it is registered on."""
    prefix, seen = served[origin].prefix, {origin}
    while (parent := parents.get(origin)) and parent in served and parent not in seen:
        above = served[parent].prefix.rstrip("/")
        prefix = f"{above}/{prefix.lstrip('/')}" if prefix else above
        origin = parent
        seen.add(parent)
    return prefix


def _imported(nodes: list[ast.AST]) -> dict[str, str]:
    return {
        name: imported.dotted
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name, imported in imported_names(node)
        if imported is not None
    }


def _dotted(node: ast.expr) -> list[str]:
    """The parts of a name such as ``routes.users_route.users_bp``; one empty part for no name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else [""]


def _assignments(module: Module, kind: str) -> Iterator[tuple[str, ast.Call]]:
    for node in module.nodes:
        assigned = assigned_call(node)
        origin = assigned and module.origin(assigned[1].func)
        if assigned and origin and origin[1] == kind:
            yield assigned


def _keyword(call: ast.Call, name: str) -> str | None:
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return None


def registering_calls(nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """Every call of ``register_blueprint`` among some nodes."""
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "register_blueprint":
            yield node


def _registered(
    call: ast.Call, module: Module, defined: dict[Origin, Blueprint]
) -> Iterator[Origin]:
    origin = module.origin(call.args[0])
    if origin in defined:
        yield origin
        return
    named = (node for node in ast.walk(module.tree) if isinstance(node, ast.Name | ast.Attribute))
    for node in sorted(named, key=lambda found: (found.lineno, found.col_offset)):
        origin = module.origin(node)
        if origin in defined:
            yield origin
