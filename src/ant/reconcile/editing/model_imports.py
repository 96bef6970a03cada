"""Imports of models for their tables."""

import ast
from collections.abc import Iterator

from ant.artifacts.of_routes.model import ARTIFACT as MODEL
from ant.python_source.scopes import is_used
from ant.python_source.source import (
    Block,
    BlockPath,
    Function,
    Source,
    SourceLocation,
    always_runs,
    walk_blocks,
)
from ant.reconcile.refusal import EditRefused

_MODELS = f"{MODEL.package}."
FUNCTIONS = ("import_models", "init_db")


def called_model(node: ast.stmt) -> str | None:
    """The module that ``import_module("models.X_model")`` names, whatever it is called here."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        arguments = node.value.args
        if len(arguments) == 1 and isinstance(arguments[0], ast.Constant):
            name = arguments[0].value
            return name if isinstance(name, str) and name.startswith(_MODELS) else None
    return None


def imported_models(node: ast.stmt) -> set[str]:
    """The modules of models that a statement imports."""
    called = called_model(node)
    if called is not None:
        return {called}
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names if alias.name.startswith(_MODELS)}
    if isinstance(node, ast.ImportFrom) and not node.level:
        if node.module == "models":
            return {f"{_MODELS}{alias.name}" for alias in node.names}
        return {node.module} if (node.module or "").startswith(_MODELS) and node.module else set()
    return set()


def is_imported(source: Source, module: str) -> bool:
    """Whether a model is imported under no condition."""
    return any(module in imported_models(node) for _, _, node in _unconditional(source))


def location_for_model_import(source: Source, text: str) -> tuple[SourceLocation, str]:
    """Where to import a model, and the statement as models are imported there."""
    found = [location for location in _unconditional(source) if imported_models(location[2])]
    inside = [location for location in found if location[0]] or found
    if inside:
        path, index, last = inside[-1]
        if any(isinstance(node, ast.Return | ast.Raise) for node in source.block(path)[:index]):
            raise EditRefused("the models are imported behind a return")
        statement = text if called_model(last) else model_statement(text)
        return SourceLocation(path, index + 1), statement
    for name in FUNCTIONS:
        for index, function in enumerate(source.tree.body):
            if isinstance(function, Function) and function.name == name:
                position = 1 if ast.get_docstring(function) is not None else 0
                return SourceLocation(((index, "body"),), position), model_statement(text)
    raise EditRefused("there is no import of a model, no import_models() and no init_db()")


def find_model_import(
    source: Source, module: str, *, changed: bool = False
) -> SourceLocation | None:
    """The statement that imports this model, or None.

    Raises ``EditRefused`` where it was changed, or with ``changed`` where other code needs it.
    """
    for path, block in walk_blocks(source.tree):
        for index, node in enumerate(block):
            if imported_models(node) == {module}:
                alone = isinstance(node, ast.Expr) or (
                    isinstance(node, ast.Import) and len(node.names) == 1
                )
                if not alone and not (changed and _imports_unused(source, node)):
                    raise EditRefused(f"the import of {module} is not as it was generated")
                return SourceLocation(path, index)
    return None


def _imports_unused(source: Source, node: ast.stmt) -> bool:
    """Whether nothing here refers to the names that a statement imports."""
    if not isinstance(node, ast.ImportFrom):
        return False
    names = [alias.asname or alias.name for alias in node.names]
    return not any(name == "*" or is_used(source, name) for name in names)


def model_statement(text: str) -> str:
    """A call of ``import_module`` as the equivalent import statement."""
    return f"import {called_model(ast.parse(text).body[0])}  # noqa: F401, imported for its table\n"


def _unconditional(source: Source) -> Iterator[tuple[BlockPath, int, ast.stmt]]:
    """Every statement that always runs when its function does, in functions that somebody calls."""
    blocks: list[tuple[BlockPath, Block]] = [((), source.tree.body)]
    for path, block in blocks:
        for index, node in enumerate(block):
            yield path, index, node
            called = isinstance(node, Function) and not path and _is_mentioned(source, node.name)
            if called or always_runs(node):
                body: Block = getattr(node, "body", [])
                blocks.append(((*path, (index, "body")), body))


def _is_mentioned(source: Source, name: str) -> bool:
    """Whether a function may run: ``init_db()`` is called from another file."""
    return name == "init_db" or source.text.count(name) > 1
