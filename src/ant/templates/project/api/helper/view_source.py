"""Reads the source of a view: which functions it calls, and with which arguments."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from itertools import takewhile
from types import FunctionType, ModuleType
from typing import Any

Call = tuple[str, dict[str, Any]]
"""The name of a function, or the words for it where only a run can tell; its arguments, by name."""


def calls_in(view: Callable[..., Any], given: dict[str, Any] | None = None) -> Iterator[Call]:
    """Yield the calls in a view and in the functions of its module that it calls."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(view)))
    except (OSError, TypeError, SyntaxError):  # made by exec, or in C
        return
    known = inspect.getclosurevars(view)
    names = {**known.builtins, **known.globals, **known.nonlocals, **(given or {})}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = _value(node.func, names)
            if not isinstance(function, FunctionType | type):
                yield ast.unparse(node.func), {}
                continue
            arguments = _arguments(function, node, names)
            yield function.__name__, arguments
            if given is None and function.__module__ == view.__module__:
                yield from calls_in(inspect.unwrap(function), arguments)


def _arguments(function: Callable[..., Any], call: ast.Call, names: dict[str, Any]) -> Any:
    """Return the arguments of a call by name, None where only a run can tell the value."""
    known = takewhile(lambda word: not isinstance(word, ast.Starred), call.args)
    values = [_value(word, names) for word in known]
    keywords = {word.arg: _value(word.value, names) for word in call.keywords if word.arg}
    try:
        return inspect.signature(function).bind_partial(*values, **keywords).arguments
    except (TypeError, ValueError):  # not its arguments, or its source is C
        return {}


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, names)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return None
