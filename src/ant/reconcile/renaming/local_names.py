"""The aliases that edited code uses for names of generated code."""

import ast
from functools import lru_cache

from ant.python_source.imports import Imported, imports_of, local_names
from ant.python_source.nodes import assigned_call, last_name
from ant.python_source.scopes import bindings, is_bound, meaning, visible_name
from ant.python_source.source import Definition, Source, SourceLocation
from ant.reconcile.refusal import EditRefused
from ant.reconcile.semantic_diff import Unit


def imports_needed(unit: Unit, rendered: Source) -> dict[str, Imported]:
    """What a unit needs of what its rendering imports, by the names it uses."""
    used = _names(unit.text, ast.Load)
    imported = local_names(rendered.tree.body)
    return {name: target for name, target in imported.items() if name in used}


def names_of(target: Imported, rendered: Source) -> set[str]:
    """The local names of an import in a rendering: two, where it keeps them apart."""
    imported = local_names(rendered.tree.body)
    return {name for name, other in imported.items() if other == target}


def name_of_import(
    source: Source, location: SourceLocation, name: str, rendered: Source, *, eager: bool
) -> str | None:
    """The local name at a location for what a rendering imports as ``name``; None without one.

    Where the rendering has other names for it as well, those are ignored.
    """
    target = local_names(rendered.tree.body)[name]
    if is_bound(source, location, name, target, eager=eager):
        return name
    others = names_of(target, rendered) - {name}
    return visible_name(source, location, target, eager=eager, but_not=others)


def names_at(
    source: Source, location: SourceLocation, unit: Unit, rendered: Source
) -> dict[str, str]:
    """The local names at a location for those that a unit uses; raise ``EditRefused``."""
    eager = unit.is_eager
    names = {}
    for name in imports_needed(unit, rendered):
        names[name] = name_of_import(source, location, name, rendered, eager=eager) or name
    own = blueprints_of(rendered)
    for name in _own_names_used(unit, rendered):
        names[name] = _blueprint_like(source, name, own[name]) if name in own else name
    return names


def checked_names(
    source: Source, location: SourceLocation, unit: Unit, rendered: Source
) -> dict[str, str]:
    """``names_at``; raise ``EditRefused`` unless everything that a unit uses is at hand there."""
    eager = unit.is_eager
    names = names_at(source, location, unit, rendered)
    for name, target in imports_needed(unit, rendered).items():
        if not is_bound(source, location, names[name], target, eager=eager):
            raise EditRefused(f"'{name}' would not be imported there")
    for name in _own_names_used(unit, rendered):
        if not is_bound(source, location, names[name], None, eager=eager):
            raise EditRefused(f"'{name}' is not there")
    taken = {new for name, new in names.items() if new != name} & _names(unit.text, ast.Store)
    if taken:
        raise EditRefused(f"'{taken.pop()}' means something else there")
    return names


def is_free(source: Source, location: SourceLocation, name: str, *, eager: bool = False) -> bool:
    """Whether a name is unbound at a location, and in the module.

    ``eager`` says that it is used when the statement itself runs, as in the body of a class.
    """
    return not meaning(source, location, name, eager=eager) and name not in bindings(source, ())


@lru_cache(maxsize=1024)  # it is asked again for every location that a unit might go to
def _names(text: str, kind: type[ast.expr_context]) -> frozenset[str]:
    nodes = [*ast.walk(ast.parse(text))]
    names = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, kind)}
    if kind is ast.Store:
        names |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return frozenset(names)


def _own_names_used(unit: Unit, rendered: Source) -> set[str]:
    """What a unit uses of what its rendering defines at the top."""
    definitions = {node.name for node in rendered.tree.body if isinstance(node, Definition)}
    assigned = {
        target.id
        for node in rendered.tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return (definitions | assigned) & _names(unit.text, ast.Load)


def blueprints_of(source: Source) -> dict[str, ast.Call]:
    """The blueprints that a module makes at its top, by variable."""
    kinds = {"Blueprint", imports_of(source.tree.body).get(Imported("flask", "Blueprint"))}
    found = {}
    for node in source.tree.body:
        made = assigned_call(node)
        if made and last_name(made[1].func) in kinds:
            found[made[0]] = made[1]
    return found


def _blueprint_like(source: Source, name: str, generated: ast.Call) -> str:
    """The variable of the blueprint, if it is unambiguous; else raise ``EditRefused``."""
    blueprints = blueprints_of(source)
    alike = {
        variable
        for variable, call in blueprints.items()
        if call.args and ast.dump(call.args[0]) == ast.dump(generated.args[0])
    }
    choices = alike | ({name} & set(blueprints)) or set(blueprints)
    if len(choices) > 1:
        raise EditRefused(f"it is not clear which blueprint is meant with '{name}'")
    return choices.pop() if choices else name
