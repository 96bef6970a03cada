"""What a view does, read from its source: which functions it calls, and with which values."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

Call = tuple[Any, list[Any], dict[str, Any]]
"""What is called, or its name where only a run can tell; its arguments, None where these are so."""


def calls_in(view: Callable[..., Any], given: dict[str, Any] | None = None) -> Iterator[Call]:
    """Yield the calls in a view, and in the functions of its own module that it calls."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(view)))
    except (OSError, TypeError, SyntaxError):  # made by exec, or in C
        return
    known = inspect.getclosurevars(view)
    names = {**known.builtins, **known.globals, **known.nonlocals, **(given or {})}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = _value(node.func, names)
            written = getattr(node.func, "attr", getattr(node.func, "id", ""))
            arguments = [_value(word, names) for word in node.args if type(word) is not ast.Starred]
            keywords = {word.arg: _value(word.value, names) for word in node.keywords if word.arg}
            is_known = isinstance(function, FunctionType | type)
            yield function if is_known else written, arguments, keywords
            is_near = getattr(function, "__module__", "") == view.__module__
            if given is None and is_near and isinstance(function, FunctionType):
                taken = inspect.signature(function).bind_partial(*arguments, **keywords)
                yield from calls_in(function, taken.arguments)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, names)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return None
