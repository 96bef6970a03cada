"""Places for new functions, classes and attributes, and conflicts with existing ones."""

import ast

from ant.python_source.scopes import bindings
from ant.python_source.source import (
    Block,
    Definition,
    Function,
    Place,
    Source,
    Way,
    same,
    walk_blocks,
)
from ant.python_source.views import rules_of
from ant.reconcile.refusal import NoPlace
from ant.reconcile.semantic_diff import Unit, name_of


def scope_of(source: Source, name: str | None) -> tuple[Way, Block]:
    """The block of a class or function at the top of a file; raise ``NoPlace``."""
    if name is None:
        return (), source.tree.body
    found = bindings(source, ()).get(name, [])
    if len(found) == 1 and not found[0].way:
        node = source.tree.body[found[0].position]
        if isinstance(node, Definition):
            return ((found[0].position, "body"),), node.body
    raise NoPlace(f"there is no {name} at the top of the file, or more than one")


def is_defined(source: Source, unit: Unit, text: str) -> bool:
    """Whether a definition is there, as it would be generated; raise ``NoPlace`` for another."""
    wanted = ast.parse(text).body[0]
    way, block = scope_of(source, unit.scope)
    found = bindings(source, way).get(unit.key, [])
    if len(found) == 1 and found[0].way == way and same(block[found[0].position], wanted):
        return True
    if found:
        raise NoPlace(f"there is already something called {unit.key}")
    endpoint = _endpoint(wanted)
    if endpoint is not None:
        for _, other in walk_blocks(source.tree):
            for node in other:
                if endpoint & (_endpoint(node) or set()):
                    raise NoPlace(f"there is already a view for that, {_name(node)}()")
    return False


def definition_place(source: Source, unit: Unit) -> Place:
    """Where a function, class or method belongs: behind what it uses and what stands before it.

    The nearest of the units that the rendering has before it decides. In a module that has none
    of these it goes before the nearest of those behind it, which may inherit from it or call it;
    else last.
    """
    way, block = scope_of(source, unit.scope)
    _check_own_methods(source, unit, way)
    places = {node.name: index for index, node in enumerate(block) if isinstance(node, Definition)}
    nearest = next((places[name] for name in unit.before if name in places), None)
    used = [] if way else _positions_of_used(source, unit)  # a decorator needs its blueprint
    named = {name: index for index, node in enumerate(block) if (name := name_of(node))}
    following = next((named[name] for name in unit.after if name in named), -1)
    if not way and nearest is None and following > max(used, default=-1):
        return Place(way, following, "down")
    after = list(places.values()) if nearest is None else [nearest]
    return Place(way, max((*after, *used), default=len(block) - 1) + 1)


def _positions_of_used(source: Source, unit: Unit) -> list[int]:
    """Where a module binds the names that a unit uses."""
    bound = bindings(source, ())
    used = {node.id for node in ast.walk(unit.node) if isinstance(node, ast.Name)}
    return [binding.position for name in used for binding in bound.get(name, []) if not binding.way]


def attribute_place(source: Source, unit: Unit) -> tuple[Place, int]:
    """Where an attribute belongs beside what stands next to it in the rendering.

    Return also how many blank lines set it off: one from what is no attribute.
    """
    way, block = scope_of(source, unit.scope)
    places = {name: index for index, node in enumerate(block) if (name := name_of(node))}
    for name in unit.before:
        if name in places:
            return Place(way, places[name] + 1), int(isinstance(block[places[name]], Definition))
    for name in unit.after:
        if name in places:
            gap = int(isinstance(block[places[name]], Definition))
            return Place(way, places[name], "down"), gap
    return Place(way, 1 if ast.get_docstring(_owner(source, way)) is not None else 0, "up"), 1


def _owner(source: Source, way: Way) -> ast.ClassDef:
    node = source.block(way[:-1])[way[-1][0]]
    if isinstance(node, ast.ClassDef):
        return node
    raise NoPlace(f"{_name(node)} is no class here")


def place_of_definition(source: Source, unit: Unit, text: str | None) -> Place | None:
    """Where a definition stands, None where it is gone; raise ``NoPlace`` for a changed one.

    Without a text any definition of the name is meant, if it is the only one.
    """
    try:
        way, block = scope_of(source, unit.scope)
    except NoPlace:
        if _is_anywhere(source, unit.key):
            raise
        return None
    found = bindings(source, way).get(unit.key, [])
    if not found:
        return None
    index = found[0].position
    is_alone = len(found) == 1 and found[0].way == way and name_of(block[index]) == unit.key
    if is_alone and (text is None or same(block[index], ast.parse(text).body[0])):
        return Place(way, index)
    raise NoPlace(f"{unit.key} is not as it was generated")


def _is_anywhere(source: Source, name: str) -> bool:
    """Whether a class or a module defines something of this name."""
    return name in source.text and any(
        name_of(node) == name for _, block in walk_blocks(source.tree) for node in block
    )


def _check_own_methods(source: Source, unit: Unit, way: Way) -> None:
    """Raise ``NoPlace`` where a method would call one of its class that is no longer as it was."""
    methods = bindings(source, way) if way else {}
    for node in ast.walk(unit.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name = node.func.attr
            if ast.unparse(node.func.value) == "self" and name in unit.before:
                found = methods.get(name, [])
                method = source.block(found[0].way)[found[0].position] if len(found) == 1 else None
                if not isinstance(method, ast.FunctionDef) or not _takes(method, len(node.args)):
                    raise NoPlace(f"it would call {name}(), which is not as it was generated")


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
