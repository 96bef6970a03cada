"""What differs between two renderings of a file, unit by unit.

A unit is something that can be added or removed on its own: an imported name, a definition in a
module or a class, a statement in a top-level function.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.reconcile.source import Source, after_last_line, first_line

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Imported(NamedTuple):
    """A name that a module imports; no name stands for ``import module``."""

    module: str
    name: str | None

    def __str__(self) -> str:
        """The line that imports it."""
        return f"from {self.module} import {self.name}" if self.name else f"import {self.module}"


class Unit(NamedTuple):
    """A definition or statement: its text without indentation, and those before it."""

    scope: str | None
    """The class or function that it stands in; None is the module."""
    key: str
    """The name of a definition, the dump of a statement: the same in every version."""
    text: str
    before: tuple[str, ...] = ()
    """The keys of what stands before it in its scope, nearest first."""


class Difference(NamedTuple):
    """What leads from one rendering to another."""

    imports_added: tuple[Imported, ...]
    imports_removed: tuple[Imported, ...]
    added: tuple[Unit, ...]
    removed: tuple[Unit, ...]
    replaced: tuple[tuple[Unit, Unit], ...]


def difference(old: Source, new: Source) -> Difference:
    """Compare two renderings of one file."""
    common = _definitions(old) & _definitions(new)
    before, after = _units(old, common), _units(new, common)
    had, has = imports_of(old.tree.body), imports_of(new.tree.body)
    return Difference(
        tuple(each for each in has if each not in had),
        tuple(each for each in had if each not in has),
        tuple(unit for place, unit in after.items() if place not in before),
        tuple(unit for place, unit in before.items() if place not in after),
        tuple(
            (unit, after[place])
            for place, unit in before.items()
            if place in after and after[place].text != unit.text
        ),
    )


def imports_of(block: list[ast.stmt]) -> dict[Imported, str]:
    """What the statements of one block import, and the local name of each."""
    found = {}
    for node in block:
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                found[Imported(node.module or "", alias.name)] = alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                found[Imported(alias.name, None)] = alias.asname or alias.name
    return found


def key_of(node: ast.stmt) -> str:
    """What a unit is known by."""
    return node.name if isinstance(node, Definition) else ast.dump(node)


def _definitions(source: Source) -> set[str]:
    return {node.name for node in source.tree.body if isinstance(node, Definition)}


def _units(source: Source, common: set[str]) -> dict[tuple[str | None, str], Unit]:
    """All units by scope and key; a definition that both versions have is told apart inside."""
    units = [*_of_block(source, source.tree.body, None, common)]
    for node in source.tree.body:
        if isinstance(node, Definition) and node.name in common:
            units += _of_block(source, node.body, node.name, set())
    return {(unit.scope, unit.key): unit for unit in units}


def _of_block(
    source: Source, block: list[ast.stmt], scope: str | None, divided: set[str]
) -> Iterator[Unit]:
    keys: list[str] = []
    for node in block:
        key = key_of(node)
        if scope is not None or not isinstance(node, ast.Import | ast.ImportFrom):
            yield Unit(scope, key, _text(source, node, key in divided), tuple(reversed(keys)))
        keys.append(key)


def _text(source: Source, node: ast.stmt, head_only: bool) -> str:
    last = after_last_line(node)
    if head_only and isinstance(node, Definition):
        last = first_line(node.body[0])
    indent = len(source.indent_of(node))
    return "".join(line[indent:] or line for line in source.lines[first_line(node) : last])
