"""Checks of merged code that need not run it."""

import ast
import builtins
import symtable
from collections import Counter
from collections.abc import Iterator

from ant.python_source.source import Definition, Source
from ant.reconcile.semantic_diff import name_of

_KNOWN = {*dir(builtins), "__file__", "__name__", "__doc__", "__path__", "__spec__"}


def unproved(content: bytes, versions: tuple[Source, ...]) -> str:
    """Return why code may be broken; '' where no check fails.

    It must be Python, use no unbound name, and define nothing twice in one scope, unless one of the
    versions that it was merged from does so, too.
    """
    try:
        source = Source(content)
    except (SyntaxError, ValueError) as error:
        return f"what comes out is no Python: {error}"
    unbound = _unbound(source) - set().union(*map(_unbound, versions))
    if unbound:
        return f"'{min(unbound)}' would be used and not be defined"
    twice = _doubled(source) - set().union(*map(_doubled, versions))
    if twice:
        return f"{min(twice)} would be defined twice"
    return ""


def _unbound(source: Source) -> set[str]:
    """The names that are read and that neither the module nor Python binds."""
    table = symtable.symtable(source.text, "module", "exec")
    bound = {symbol.get_name() for symbol in table.get_symbols() if _is_bound(symbol)}
    used = {name for scope in _scopes(table) for name in _global_names(scope)}
    bound |= {
        symbol.get_name()
        for scope in _scopes(table)
        for symbol in scope.get_symbols()
        if symbol.is_declared_global() and symbol.is_assigned()
    }
    return used - bound - _KNOWN


def _is_bound(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def _scopes(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _scopes(child)


def _global_names(scope: symtable.SymbolTable) -> Iterator[str]:
    is_module = scope.get_type() == "module"
    for symbol in scope.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or (is_module and not _is_bound(symbol))):
            yield symbol.get_name()


def _doubled(source: Source) -> set[str]:
    """What is defined more than once in the module or in one class of it."""
    blocks = {"": source.tree.body}
    blocks |= {
        f"{node.name}.": node.body for node in source.tree.body if isinstance(node, ast.ClassDef)
    }
    return {
        f"{scope}{name}"
        for scope, block in blocks.items()
        for name, count in Counter(map(_defined, block)).items()
        if name and count > 1
    }


def _defined(node: ast.stmt) -> str | None:
    is_overload = isinstance(node, Definition) and bool(node.decorator_list)
    return None if is_overload else name_of(node)
