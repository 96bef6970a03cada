"""The aliases that edited code uses for names of generated code."""

import ast
from functools import lru_cache

from ant.python_source.imports import Imported, imports_of, local_names
from ant.python_source.nodes import assigned_call, last_name
from ant.python_source.scopes import bindings, is_bound, meaning, visible_name
from ant.python_source.source import Definition, Place, Source
from ant.reconcile.refusal import NoPlace
from ant.reconcile.semantic_diff import Unit


def imports_needed(unit: Unit, rendered: Source) -> dict[str, Imported]:
    """What a unit needs of what its rendering imports, by the names it uses."""
    used = _names(unit.text, ast.Load)
    imported = local_names(rendered.tree.body)
    return {name: wanted for name, wanted in imported.items() if name in used}


def names_of(wanted: Imported, rendered: Source) -> set[str]:
    """The local names of an import in a rendering: two, where it keeps them apart."""
    imported = local_names(rendered.tree.body)
    return {name for name, other in imported.items() if other == wanted}


def name_of_import(
    source: Source, place: Place, name: str, rendered: Source, *, early: bool
) -> str | None:
    """The local name at a place for what a rendering imports as ``name``; None without one.

    Where the rendering has other names for it as well, those are ignored.
    """
    wanted = local_names(rendered.tree.body)[name]
    if is_bound(source, place, name, wanted, early=early):
        return name
    others = names_of(wanted, rendered) - {name}
    return visible_name(source, place, wanted, early=early, but_not=others)


def names_at(source: Source, place: Place, unit: Unit, rendered: Source) -> dict[str, str]:
    """How the names that a unit uses are called at a place; raise ``NoPlace`` where it is open."""
    early = unit.is_early
    names = {}
    for name in imports_needed(unit, rendered):
        names[name] = name_of_import(source, place, name, rendered, early=early) or name
    own = blueprints_of(rendered)
    for name in _own_names_used(unit, rendered):
        names[name] = _blueprint_like(source, name, own[name]) if name in own else name
    return names


def checked_names(source: Source, place: Place, unit: Unit, rendered: Source) -> dict[str, str]:
    """``names_at``; raise ``NoPlace`` unless everything that a unit uses is at hand there."""
    early = unit.is_early
    names = names_at(source, place, unit, rendered)
    for name, wanted in imports_needed(unit, rendered).items():
        if not is_bound(source, place, names[name], wanted, early=early):
            raise NoPlace(f"'{name}' would not be imported there")
    for name in _own_names_used(unit, rendered):
        if not is_bound(source, place, names[name], None, early=early):
            raise NoPlace(f"'{name}' is not there")
    taken = {new for name, new in names.items() if new != name} & _names(unit.text, ast.Store)
    if taken:
        raise NoPlace(f"'{taken.pop()}' means something else there")
    return names


def is_free(source: Source, place: Place, name: str, *, early: bool = False) -> bool:
    """Whether a name is unbound at a place, and in the module.

    ``early`` says that it is used when the statement itself runs, as in the body of a class.
    """
    return not meaning(source, place, name, early=early) and name not in bindings(source, ())


@lru_cache(maxsize=1024)  # it is asked again for every place that a unit might go to
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


def _blueprint_like(source: Source, name: str, wanted: ast.Call) -> str:
    """The variable of the blueprint, if it is unambiguous; else raise ``NoPlace``."""
    here = blueprints_of(source)
    alike = {
        variable
        for variable, call in here.items()
        if call.args and ast.dump(call.args[0]) == ast.dump(wanted.args[0])
    }
    choices = alike | ({name} & set(here)) or set(here)
    if len(choices) > 1:
        raise NoPlace(f"it is not clear which blueprint is meant with '{name}'")
    return choices.pop() if choices else name
