"""What differs between two renderings of a file, unit by unit.

A unit is something that can be added or removed on its own: an imported name, a definition in a
module or a class, a statement in a top-level function.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.reconcile.source import Block, Definition, Source, after_last_line, first_line


class Imported(NamedTuple):
    """A name that a module imports; no name stands for ``import module``."""

    module: str
    name: str | None

    def __str__(self) -> str:
        """The line that imports it."""
        return f"from {self.module} import {self.name}" if self.name else f"import {self.module}"


class Unit(NamedTuple):
    """A definition or statement: its text without indentation, and what stands before it."""

    scope: str | None
    """The class or function that it stands in; None is the module."""
    key: str
    """The name of a definition, the text of a statement: the same in every version."""
    text: str
    before: tuple[str, ...] = ()
    """For what is added: the definitions before it in its scope, nearest first."""

    @property
    def node(self) -> ast.stmt:
        """Its syntax tree."""
        return ast.parse(self.text).body[0]


class Difference(NamedTuple):
    """What leads from one rendering to another."""

    imports_added: tuple[Imported, ...]
    imports_removed: tuple[Imported, ...]
    added: tuple[Unit, ...]
    removed: tuple[Unit, ...]
    replaced: tuple[tuple[Unit, Unit], ...]


def difference(old: Source, new: Source) -> Difference:
    """Compare two renderings of one file."""
    heads, others = _heads(old), _heads(new)
    divided = {name for name, head in heads.items() if others.get(name) == head}
    before, after = _units(old, divided), _units(new, divided)
    had, has = imports_of(old.tree.body), imports_of(new.tree.body)
    return Difference(
        tuple(each for each in has if each not in had),
        tuple(each for each in had if each not in has),
        tuple(_with_before(new, unit) for place, unit in after.items() if place not in before),
        tuple(unit for place, unit in before.items() if place not in after),
        tuple(
            (unit, after[place])
            for place, unit in before.items()
            if place in after and after[place].text != unit.text
        ),
    )


def imports_of(block: Block) -> dict[Imported, str]:
    """What the statements of one block import, and the local name of each."""
    return {
        imported: name
        for node in block
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name, imported in imported_names(node)
        if imported is not None
    }


def imported_names(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Imported | None]]:
    """The local names that a statement binds, and what each means; None is a relative import."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            imported = None if node.level else Imported(node.module or "", alias.name)
            if alias.name != "*":
                yield alias.asname or alias.name, imported
        elif alias.asname:
            yield alias.asname, Imported(alias.name, None)
        else:
            package = alias.name.partition(".")[0]
            yield package, Imported(package, None)


def _heads(source: Source) -> dict[str, str]:
    """The lines of each top-level definition up to its body."""
    return {
        node.name: "".join(source.lines[first_line(node) : first_line(node.body[0])])
        for node in source.tree.body
        if isinstance(node, Definition)
    }


def _units(source: Source, divided: set[str]) -> dict[tuple[str | None, str], Unit]:
    """All units by scope and key; what both versions have under one head is told apart inside."""
    units: list[Unit] = []
    for node in source.tree.body:
        if isinstance(node, Definition) and node.name in divided:
            units += [_unit(source, inner, node.name) for inner in node.body]
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            units.append(_unit(source, node, None))
    return {(unit.scope, unit.key): unit for unit in units}


def _unit(source: Source, node: ast.stmt, scope: str | None) -> Unit:
    indent = len(source.indent_of(node))
    lines = source.lines[first_line(node) : after_last_line(node)]
    text = "".join(line[indent:] or line for line in lines)
    return Unit(scope, node.name if isinstance(node, Definition) else text, text)


def _with_before(source: Source, unit: Unit) -> Unit:
    block = source.tree.body
    if unit.scope is not None:
        scopes = {node.name: node for node in block if isinstance(node, Definition)}
        block = scopes[unit.scope].body
    names = [node.name for node in block if isinstance(node, Definition)]
    earlier = names[: names.index(unit.key)] if unit.key in names else []
    return unit._replace(before=tuple(reversed(earlier)))
