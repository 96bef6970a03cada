"""What a view does, read from its source: which of our helpers it calls, and with which schemas."""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple


class HelperCall(NamedTuple):
    """A call in the source of a view, as far as it can be known without running it."""

    function: Any
    """What is called; None where only a run can tell."""
    name: str
    """What that is called, or how the view calls what only a run can tell."""
    arguments: list[Any]
    keywords: dict[str, Any]
    """Values of arguments that are constants or names of the view's module; else None."""


def calls_in(view: Callable[..., Any]) -> Iterator[HelperCall]:
    """Yield the calls in a view's source; none where Python cannot say where that is."""
    function = inspect.unwrap(view)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # made by exec, or in C
        return
    known = inspect.getclosurevars(function)
    names = {**known.builtins, **known.globals, **known.nonlocals}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            keywords = {str(word.arg): _value(word.value, names) for word in node.keywords}
            arguments = [_value(argument, names) for argument in node.args]
            function = _value(node.func, names)
            written = getattr(node.func, "attr", getattr(node.func, "id", ""))
            name = getattr(function, "__name__", written)
            yield HelperCall(function, name, arguments, keywords)


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _value(node.value, names)
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None
    return None
