"""The difference between two renderings of a file, unit by unit.

A unit is something that can be added or removed on its own: an imported name, a definition in a
module or a class, an assignment in a module or a class, a decorator, a statement in a top-level
function.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import UnionType
from typing import NamedTuple

from ant.python_source.imports import Imported, imports_of
from ant.python_source.nodes import targets_of
from ant.python_source.source import Definition, Source, after_last_line, first_line


class Unit(NamedTuple):
    """A definition or statement: its text without indentation, and its position."""

    scope: str | None
    """The class or function that contains it; None for the module."""
    key: str
    """The name of a definition or attribute, the text of a statement: the same in every version."""
    text: str
    before: tuple[str, ...] = ()
    """For what is added: what has a name before it in its scope, nearest first."""
    after: tuple[str, ...] = ()
    """For what is added: what has a name after it in its scope, nearest first."""
    is_attribute: bool = False
    """Whether it gives a value to a variable of a class."""

    @property
    def node(self) -> ast.stmt:
        """Its syntax tree, which is shared and must not be changed."""
        return _statement(self.text)

    @property
    def is_eager(self) -> bool:
        """Whether what it uses is evaluated as soon as the module is imported."""
        return self.is_attribute or isinstance(self.node, Definition)


@lru_cache(maxsize=1024)  # asked for many times while the location of a unit is looked for
def _statement(text: str) -> ast.stmt:
    return ast.parse(text).body[0]


class Difference(NamedTuple):
    """The difference between two renderings."""

    imports_added: tuple[Imported, ...]
    imports_removed: tuple[Imported, ...]
    added: tuple[Unit, ...]
    removed: tuple[Unit, ...]
    replaced: tuple[tuple[Unit, Unit], ...]
    decorators: tuple[tuple[Unit, Unit], ...] = ()
    """Decorators of classes, as expressions, that are replaced."""

    @property
    def is_needed(self) -> bool:
        """Whether present code may need it."""
        return bool(self.added or self.replaced or self.decorators)


UnitId = tuple[str | None, str]


def difference(old: Source, new: Source, renames: Mapping[str, str] | None = None) -> Difference:
    """Compare two renderings of one file; ``renames`` maps old identifiers to new ones."""
    heads, others = _heads(old), _heads(new)
    divided = {name for name, head in heads.items() if others.get(name) == head}
    units = _units(old, divided), _units(new, divided)
    shared = _variables(units[0]) & _variables(units[1])
    units = _named(units[0], shared), _named(units[1], shared)
    return _difference((old, new), units, divided, renames or {})


def difference_in_large(old: Source, new: Source) -> Difference:
    """Compare two versions of one file that may differ anywhere.

    A function is one unit, and so is an assignment in a module; only classes with the same bases
    are compared member by member.
    """
    heads, others = _heads(old, ast.ClassDef), _heads(new, ast.ClassDef)
    divided = {name for name, head in heads.items() if others.get(name) == head}
    units = _units(old, divided), _units(new, divided)
    units = _named(units[0], _variables(units[0])), _named(units[1], _variables(units[1]))
    return _difference((old, new), units, divided, {})


def _difference(
    versions: tuple[Source, Source],
    units: tuple[dict[UnitId, Unit], dict[UnitId, Unit]],
    divided: set[str],
    renames: Mapping[str, str],
) -> Difference:
    (old, new), (before, after) = versions, units
    pairs = dict(_pairs(before, after, renames))
    had, has = imports_of(old.tree.body), imports_of(new.tree.body)
    return Difference(
        tuple(item for item in has if item not in had),
        tuple(item for item in had if item not in has),
        tuple(_with_around(new, after[added]) for added in after if added not in pairs.values()),
        tuple(unit for unit_id, unit in before.items() if unit_id not in pairs),
        tuple(
            (before[one], after[other])
            for one, other in pairs.items()
            if before[one].text != after[other].text
        ),
        tuple(_decorators(old, new, divided)),
    )


def _pairs(
    before: Mapping[UnitId, Unit], after: Mapping[UnitId, Unit], renames: Mapping[str, str]
) -> Iterator[tuple[UnitId, UnitId]]:
    """What is the same in both versions, under its old name and its new one."""
    for unit_id in before:
        scope, key = unit_id
        other = (scope, renames.get(key, key))
        if key in renames and other in after:
            yield unit_id, other
        elif unit_id in after and key not in renames.values():
            yield unit_id, unit_id


def _variables(units: dict[UnitId, Unit]) -> set[str]:
    """What a module gives a value to."""
    names = (attribute_name(unit.node) for unit in units.values() if unit.scope is None)
    return {name for name in names if name}


def _named(units: dict[UnitId, Unit], variables: set[str]) -> dict[UnitId, Unit]:
    """The units of a module with what it gives to some variables under the names of these."""
    named = {}
    for unit in units.values():
        name = attribute_name(unit.node) if unit.scope is None else None
        known = unit._replace(key=name, is_attribute=True) if name in variables and name else unit
        named[known.scope, known.key] = known
    return named


def _heads(source: Source, kind: type[ast.stmt] | UnionType = Definition) -> dict[str, str]:
    """What each top-level definition is before its body; the decorators of classes are units.

    A function with a decorator, such as a view, is replaced as a whole, and so has none here.
    """
    return {
        node.name: _bases(node)
        if isinstance(node, ast.ClassDef)
        else "".join(source.lines[first_line(node) : first_line(node.body[0])])
        for node in source.tree.body
        if isinstance(node, Definition) and isinstance(node, kind)
        if isinstance(node, ast.ClassDef) or not node.decorator_list
    }


def _bases(node: ast.ClassDef) -> str:
    parts = [*node.bases, *(keyword.value for keyword in node.keywords)]
    return f"{len(node.decorator_list)} {[ast.dump(part) for part in parts]}"


def _decorators(old: Source, new: Source, divided: set[str]) -> Iterator[tuple[Unit, Unit]]:
    classes = {node.name: node for node in new.tree.body if isinstance(node, ast.ClassDef)}
    for node in old.tree.body:
        if isinstance(node, ast.ClassDef) and node.name in divided:
            others = classes[node.name].decorator_list
            for one, other in zip(node.decorator_list, others, strict=True):
                before, after = ast.unparse(one), ast.unparse(other)
                if before != after:
                    key = f"@{before.partition('(')[0]}"
                    yield Unit(node.name, key, before), Unit(node.name, key, after)


def _units(source: Source, divided: set[str]) -> dict[UnitId, Unit]:
    """All units by scope and key; definitions whose heads are unchanged are split further.

    Docstrings of modules and of such definitions are no units: an edited file keeps its own.
    """
    units: list[Unit] = []
    for node in source.tree.body:
        if isinstance(node, Definition) and node.name in divided:
            is_class = isinstance(node, ast.ClassDef)
            units += [_unit(source, inner, node.name, is_class) for inner in node.body]
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            units.append(_unit(source, node, None, False))
    return {(unit.scope, unit.key): unit for unit in units if not _is_text(unit)}


def _unit(source: Source, node: ast.stmt, scope: str | None, in_class: bool) -> Unit:
    indent = len(source.indent_of(node))
    lines = source.lines[first_line(node) : after_last_line(node)]
    text = "".join(line[indent:] or line for line in lines)
    attribute = attribute_name(node) if in_class else None
    key = node.name if isinstance(node, Definition) else attribute or text
    return Unit(scope, key, text, is_attribute=attribute is not None)


def _is_text(unit: Unit) -> bool:
    return unit.text[:1] in "\"'" and isinstance(unit.node, ast.Expr)


def attribute_name(node: ast.stmt) -> str | None:
    """The variable that a statement alone gives a value to; the first of several at once."""
    targets = targets_of(node)
    if not isinstance(node, ast.Assign | ast.AnnAssign) or len(targets) != 1:
        return None
    several = targets[0].elts if isinstance(targets[0], ast.Tuple) else targets
    names = [target.id for target in several if isinstance(target, ast.Name)]
    return names[0] if names and len(names) == len(several) else None


def _with_around(source: Source, unit: Unit) -> Unit:
    block = source.tree.body
    if unit.scope is not None:
        scopes = {node.name: node for node in block if isinstance(node, Definition)}
        block = scopes[unit.scope].body
    names = [name for name in map(name_of, block) if name]
    if unit.key not in names:
        return unit
    index = names.index(unit.key)
    return unit._replace(before=tuple(reversed(names[:index])), after=tuple(names[index + 1 :]))


def name_of(node: ast.stmt) -> str | None:
    """What a definition or an attribute is called."""
    return node.name if isinstance(node, Definition) else attribute_name(node)
