"""The code of a project as rules see it, and their findings."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ant.core.text.python_text import parse_python
from ant.core.tree import Tree
from ant.runtime.distributions import Distribution

ROOT = "api/"

LAYERS = ("models", "schemas", "repositories", "services", "routes")
"""From the lowest to the highest; each may import itself and those below it."""


class Finding(NamedTuple):
    """Something that breaks a rule."""

    rule: str
    path: str
    line: int
    column: int
    """Of the first character, counted from 1."""
    message: str


class Code(NamedTuple):
    """The files of a project, and the syntax trees of those that are Python."""

    files: Tree
    modules: Mapping[str, ast.Module]
    installed: tuple[Distribution, ...] = ()
    """The distributions in the project's environment; empty without one."""

    def of_layer(self, layer: str) -> Iterator[tuple[str, ast.Module]]:
        """Yield the modules of a layer with their paths."""
        start = f"{ROOT}{layer}/"
        return ((path, tree) for path, tree in self.modules.items() if path.startswith(start))

    @property
    def application(self) -> dict[str, ast.Module]:
        """The modules below ``api``."""
        return {path: tree for path, tree in self.modules.items() if path.startswith(ROOT)}


class Rule(NamedTuple):
    """One rule: why it is there, what to do, and the function that finds what breaks it."""

    id: str
    why: str
    remedy: str
    find: Callable[[Code], Iterable[Finding]]


class Imported(NamedTuple):
    """One name that a module imports when it runs."""

    module: str
    """Dotted, as the folder ``api`` knows it."""
    name: str
    """Empty where the module itself is imported."""
    node: ast.stmt


def read_modules(files: Tree, installed: tuple[Distribution, ...] = ()) -> Code:
    """Parse what is Python; a file that cannot be parsed has no module."""
    modules = {}
    for path, content in files.items():
        if path.endswith(".py"):
            try:
                modules[path] = parse_python(content)
            except SyntaxError:
                continue  # another rule reports it
    return Code(files, modules, installed)


def imports_of(path: str, tree: ast.Module) -> Iterator[Imported]:
    """Yield the imports of a module, at any place; not those for types alone."""
    for node in _running(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Imported(alias.name.removeprefix("api."), "", node)
        elif isinstance(node, ast.ImportFrom):
            module = _absolute(path, node)
            for alias in node.names:
                yield Imported(module, alias.name, node)


def layer_of(imported: Imported) -> str:
    """The layer of an imported module; empty for none."""
    module = imported.module or imported.name
    top = module.partition(".")[0]
    return top if top in LAYERS else ""


def at(rule: str, path: str, node: ast.stmt | ast.expr, message: str) -> Finding:
    """Make a finding at a node; the column is that of its bytes, as in every Python message."""
    return Finding(rule, path, node.lineno, node.col_offset + 1, message)


def _running(tree: ast.Module) -> Iterator[ast.AST]:
    todo: list[ast.AST] = [tree]
    for node in todo:
        yield node
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            todo.extend(node.orelse)
        else:
            todo.extend(ast.iter_child_nodes(node))


def _absolute(path: str, node: ast.ImportFrom) -> str:
    module = node.module or ""
    if not node.level:
        return module.removeprefix("api.") if module != "api" else ""
    folders = path.removeprefix(ROOT).split("/")[: -node.level]
    return ".".join([*folders, *([module] if module else [])])
