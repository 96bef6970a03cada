"""Carry the docstrings of modules, classes and variables, which are in no unit, into files."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from ant.python_source.source import (
    Block,
    BlockPath,
    Source,
    SourceLocation,
    after_last_line,
    first_line,
)
from ant.reconcile.editing.edit import Unproved, insert, remove, replace
from ant.reconcile.refusal import EditRefused
from ant.reconcile.semantic_diff import attribute_name

Owner = tuple[str, str]
"""A class and one of its variables; '' stands for the module, and for the class itself."""


class _Described(NamedTuple):
    location: SourceLocation
    """Where the docstring is, or would be."""
    text: str | None
    """The docstring as it is written; None where there is none."""
    value: object = None


def with_docstrings(
    files: tuple[Source, Source], base: Source, incoming: Source
) -> tuple[Source, Source]:
    """Return two files with each docstring that differs between two versions.

    One that somebody has changed, or whose place is not sure in both files, stays in both.
    """
    before, after = _described(base), _described(incoming)
    one, other = files
    for owner, new in after.items():
        old = before.get(owner)
        if _value(old) != new.value:
            with suppress(Unproved, EditRefused):
                one, other = (_carried(file, owner, old, new) for file in (one, other))
    return one, other


def _carried(source: Source, owner: Owner, old: _Described | None, new: _Described) -> Source:
    current = _described(source).get(owner)
    if current is None:
        raise EditRefused(f"{owner} is gone")
    if current.value == new.value:
        return source
    if current.value != _value(old):
        raise EditRefused(f"the docstring of {owner} is not as it was generated")
    if new.text is None:
        return remove(source, current.location)
    if current.text is None:
        return insert(source, current.location, new.text)
    return replace(source, current.location, new.text)


def _value(described: _Described | None) -> object:
    return described.value if described else None


def _described(source: Source) -> dict[Owner, _Described]:
    """What can have a docstring, with the one that it has."""
    found = dict(_in_block(source, "", ()))
    for index, node in enumerate(source.tree.body):
        if isinstance(node, ast.ClassDef):
            found |= _in_block(source, node.name, ((index, "body"),))
    return found


def _in_block(source: Source, scope: str, path: BlockPath) -> Iterator[tuple[Owner, _Described]]:
    block = source.block(path)
    yield (scope, ""), _at(source, block, SourceLocation(path, 0))
    for index, node in enumerate(block):
        name = attribute_name(node)
        if name:
            yield (scope, name), _at(source, block, SourceLocation(path, index + 1))


def _at(source: Source, block: Block, location: SourceLocation) -> _Described:
    node = block[location.position] if location.position < len(block) else None
    value = node.value if isinstance(node, ast.Expr) else None
    if node is None or not isinstance(value, ast.Constant) or not isinstance(value.value, str):
        return _Described(location, None)
    indent = len(source.indent_of(node))
    lines = source.lines[first_line(node) : after_last_line(node)]
    return _Described(location, "".join(line[indent:] or line for line in lines), value.value)
