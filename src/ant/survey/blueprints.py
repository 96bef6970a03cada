"""Blueprints: where they are made, under which names they travel, and which are registered."""

import ast
from typing import NamedTuple

from ant.core.tree import Tree

ROOT = "api/"


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
    imported: dict[str, tuple[str, str]]
    """Local names, and the module and name that each comes from."""

    def origin(self, name: str) -> tuple[str, str]:
        """The module and name that a local name stands for."""
        return self.imported.get(name, (self.name, name))


def parse_modules(tree: Tree) -> dict[str, Module]:
    """The modules below ``api/`` by their dotted names; files that are no Python are left out."""
    found = {}
    for path, content in tree.items():
        if path.startswith(ROOT) and path.endswith(".py"):
            name = path.removeprefix(ROOT).removesuffix(".py").replace("/", ".")
            try:
                parsed = ast.parse(content)
            except (SyntaxError, ValueError):
                continue
            found[name] = Module(path, name, parsed, _imported(parsed))
    return found


def registered_blueprints(modules: dict[str, Module]) -> dict[tuple[str, str], Blueprint]:
    """What the application serves, by the module and the variable that it is made in.

    A blueprint counts as registered where ``register_blueprint`` is called with it, or with the
    variable of a loop in a module that mentions it.
    """
    made = {
        (module.name, name): Blueprint(name, _keyword(call, "url_prefix") or "")
        for module in modules.values()
        for name, call in _made(module)
    }
    served: dict[tuple[str, str], Blueprint] = {}
    for module in modules.values():
        for call in _registrations(module):
            for name in _registered_names(call, module):
                origin = module.origin(name)
                if origin in made:
                    prefix = _keyword(call, "url_prefix")
                    blueprint = made[origin]
                    if prefix is not None:
                        blueprint = blueprint._replace(prefix=prefix)
                    served[origin] = blueprint
    return served | {
        (module.name, name): Blueprint(name, "")
        for module in modules.values()
        for name, call in _made(module)
        if module.origin(_kind(call))[1] == "Flask"
    }


def _imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                found[alias.asname or alias.name] = (node.module, alias.name)
    return found


def _made(module: Module) -> list[tuple[str, ast.Call]]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Call):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            kind = module.origin(_kind(node.value))[1]
            if isinstance(target, ast.Name) and kind in {"Blueprint", "Flask"}:
                found.append((target.id, node.value))
    return found


def _kind(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _keyword(call: ast.Call, name: str) -> str | None:
    for keyword in call.keywords:
        if keyword.arg == name and isinstance(keyword.value, ast.Constant):
            return str(keyword.value.value)
    return None


def _registrations(module: Module) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "register_blueprint"
        and node.args
    ]


def _registered_names(call: ast.Call, module: Module) -> list[str]:
    argument = call.args[0]
    if isinstance(argument, ast.Name) and argument.id in module.imported:
        return [argument.id]
    named = (node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name))
    return list(dict.fromkeys(named))
