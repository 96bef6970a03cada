"""Locations for new functions, classes and attributes, and conflicts with existing ones."""

import ast

from ant.python_source.scopes import bindings
from ant.python_source.source import (
    Block,
    BlockPath,
    Definition,
    Function,
    Source,
    SourceLocation,
    same,
    walk_blocks,
)
from ant.python_source.views import rules_of
from ant.reconcile.refusal import EditRefused
from ant.reconcile.semantic_diff import Unit, name_of


def scope_of(source: Source, name: str | None) -> tuple[BlockPath, Block]:
    """The block of a class or function at the top of a file; raise ``EditRefused``."""
    if name is None:
        return (), source.tree.body
    found = bindings(source, ()).get(name, [])
    if len(found) == 1 and not found[0].path:
        node = source.tree.body[found[0].position]
        if isinstance(node, Definition):
            return ((found[0].position, "body"),), node.body
    raise EditRefused(f"there is no {name} at the top of the file, or more than one")


def is_defined(source: Source, unit: Unit, text: str) -> bool:
    """Whether a definition is there as it would be generated; raise ``EditRefused`` for another."""
    expected = ast.parse(text).body[0]
    path, block = scope_of(source, unit.scope)
    found = bindings(source, path).get(unit.key, [])
    if len(found) == 1 and found[0].path == path and same(block[found[0].position], expected):
        return True
    if found:
        raise EditRefused(f"there is already something called {unit.key}")
    endpoint = _endpoint(expected)
    if endpoint is not None:
        for _, other in walk_blocks(source.tree):
            for node in other:
                if endpoint & (_endpoint(node) or set()):
                    raise EditRefused(f"there is already a view for that, {_name(node)}()")
    return False


def location_for_definition(source: Source, unit: Unit) -> SourceLocation:
    """Where a function, class or method belongs: after what it uses and what precedes it.

    The nearest of the units that the rendering has before it decides. In a module that has none
    of these it goes before the nearest that follows it, which may inherit from it or call it;
    else last.
    """
    path, block = scope_of(source, unit.scope)
    _check_own_methods(source, unit, path)
    indexes = {node.name: index for index, node in enumerate(block) if isinstance(node, Definition)}
    nearest = next((indexes[name] for name in unit.before if name in indexes), None)
    used = [] if path else _positions_of_used(source, unit)  # a decorator needs its blueprint
    named = {name: index for index, node in enumerate(block) if (name := name_of(node))}
    following = next((named[name] for name in unit.after if name in named), -1)
    if not path and nearest is None and following > max(used, default=-1):
        return SourceLocation(path, following, "next")
    after = list(indexes.values()) if nearest is None else [nearest]
    return SourceLocation(path, max((*after, *used), default=len(block) - 1) + 1)


def _positions_of_used(source: Source, unit: Unit) -> list[int]:
    """Where a module binds the names that a unit uses."""
    bound = bindings(source, ())
    used = {node.id for node in ast.walk(unit.node) if isinstance(node, ast.Name)}
    found = (binding for name in used for binding in bound.get(name, []))
    return [binding.position for binding in found if not binding.path]


def location_for_attribute(source: Source, unit: Unit) -> tuple[SourceLocation, int]:
    """Where an attribute belongs: next to its neighbours in the rendering.

    Return also how many blank lines set it off: one from what is no attribute.
    """
    path, block = scope_of(source, unit.scope)
    indexes = {name: index for index, node in enumerate(block) if (name := name_of(node))}
    for name in unit.before:
        if name in indexes:
            gap = int(isinstance(block[indexes[name]], Definition))
            return SourceLocation(path, indexes[name] + 1), gap
    for name in unit.after:
        if name in indexes:
            gap = int(isinstance(block[indexes[name]], Definition))
            return SourceLocation(path, indexes[name], "next"), gap
    first = 1 if ast.get_docstring(_owner(source, path)) is not None else 0
    return SourceLocation(path, first), 1


def _owner(source: Source, path: BlockPath) -> ast.ClassDef:
    node = source.owner(path)
    if isinstance(node, ast.ClassDef):
        return node
    raise EditRefused(f"{_name(node)} is no class here")


def find_definition(source: Source, unit: Unit, text: str | None) -> SourceLocation | None:
    """Where a definition is, None where it is removed; raise ``EditRefused`` for a changed one.

    Without a text it is any definition of the name, if there is only one.
    """
    try:
        path, block = scope_of(source, unit.scope)
    except EditRefused:
        if _is_anywhere(source, unit.key):
            raise
        return None
    found = bindings(source, path).get(unit.key, [])
    if not found:
        return None
    index = found[0].position
    is_alone = len(found) == 1 and found[0].path == path and name_of(block[index]) == unit.key
    if is_alone and (text is None or same(block[index], ast.parse(text).body[0])):
        return SourceLocation(path, index)
    raise EditRefused(f"{unit.key} is not as it was generated")


def required_definition(source: Source, unit: Unit) -> SourceLocation:
    """Where a definition is, changed or not; raise ``EditRefused`` where it is removed."""
    location = find_definition(source, unit, None)
    if location is None:
        raise EditRefused(f"{unit.key} is gone")
    return location


def _is_anywhere(source: Source, name: str) -> bool:
    """Whether a class or a module defines something of this name."""
    return name in source.text and any(
        name_of(node) == name for _, block in walk_blocks(source.tree) for node in block
    )


def _check_own_methods(source: Source, unit: Unit, path: BlockPath) -> None:
    """Raise ``EditRefused`` where a method would call an edited one of its class."""
    methods = bindings(source, path) if path else {}
    for node in ast.walk(unit.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if ast.unparse(node.func.value) == "self" and name in unit.before:
                found = methods.get(name, [])
                method = source.block(found[0].path)[found[0].position] if len(found) == 1 else None
                if not isinstance(method, ast.FunctionDef) or not _takes(method, len(node.args)):
                    raise EditRefused(f"it would call {name}(), which is not as it was generated")


def _takes(method: ast.FunctionDef, count: int) -> bool:
    """Whether a plain method can be called with this many arguments."""
    arguments = method.args
    positional = len(arguments.posonlyargs) + len(arguments.args) - 1
    required = positional - len(arguments.defaults)
    named = any(default is None for default in arguments.kw_defaults)
    most = count if arguments.vararg else positional
    return required <= count <= most and not named and not method.decorator_list


def _endpoint(node: ast.stmt) -> set[tuple[str, str, str]] | None:
    """The blueprint, method and path of each rule of a view; None for no function."""
    if not isinstance(node, Function):
        return None
    return {
        (ast.unparse(rule.blueprint), method, rule.path)
        for rule in rules_of(node)
        for method in rule.methods
    }


def _name(node: ast.stmt) -> str:
    return getattr(node, "name", "")
