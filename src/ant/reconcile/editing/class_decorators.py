"""Edits of the decorators of a class."""

import ast
import copy

from ant.python_source.source import Source, SourceLocation, has_comment, same
from ant.reconcile.editing.edit import edited
from ant.reconcile.refusal import EditRefused


def find_decorator(source: Source, position: int, text: str) -> int | None:
    """Which decorator of a class in a module is this expression; None where none is."""
    expected = ast.parse(text, mode="eval").body
    decorators = _class_at(source, position).decorator_list
    return next(
        (index for index, decorator in enumerate(decorators) if same(decorator, expected)), None
    )


def with_decorator(source: Source, position: int, number: int, text: str) -> Source:
    """Put an expression in place of a decorator; raise ``EditRefused`` or ``Unproved``."""
    node = _class_at(source, position)
    decorator = node.decorator_list[number]
    first, last = decorator.lineno - 1, (decorator.end_lineno or decorator.lineno) - 1
    if has_comment(source.lines[first : last + 1]):
        raise EditRefused("somebody has written a comment there")
    head = source.lines[first].encode()[: decorator.col_offset].decode()
    tail = source.lines[last].encode()[decorator.end_col_offset :].decode()
    changed = copy.copy(node)
    changed.decorator_list = [*node.decorator_list]
    changed.decorator_list[number] = ast.parse(text, mode="eval").body
    lines = (first, last + 1, [f"{head}{text}{tail}"])
    return edited(source, SourceLocation((), position), lines, [changed], 1)


def _class_at(source: Source, position: int) -> ast.ClassDef:
    node = source.tree.body[position]
    if isinstance(node, ast.ClassDef):
        return node
    raise EditRefused("it is no class here")
