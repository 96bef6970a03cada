"""Views: functions with decorators that register them for URLs of a blueprint."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.core.endpoints import METHODS
from ant.python_source.source import Function


class Rule(NamedTuple):
    """One such decorator: ``@users_bp.get("/<int:id>")``."""

    call: ast.Call
    blueprint: ast.expr
    """The object whose method the decorator is: a blueprint or an application."""
    methods: tuple[str, ...]
    path: str
    """The path below the blueprint; an expression that is no text in angle brackets."""


def rules_of(function: Function) -> Iterator[Rule]:
    """The rules of a function, from the outermost decorator on; none where it is no view."""
    for decorator in function.decorator_list:
        rule = rule_in(decorator)
        if rule is not None:
            yield rule


def rule_in(decorator: ast.expr) -> Rule | None:
    """The rule of a decorator; None for another decorator."""
    if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Attribute):
        return None
    verb = decorator.func.attr.upper()
    if verb not in (*METHODS, "ROUTE"):
        return None
    methods = (verb,) if verb in METHODS else _methods(decorator)
    return Rule(decorator, decorator.func.value, methods, _path(decorator))


def _methods(call: ast.Call) -> tuple[str, ...]:
    for keyword in call.keywords:
        if keyword.arg == "methods" and isinstance(keyword.value, ast.List | ast.Tuple | ast.Set):
            texts = [
                element.value for element in keyword.value.elts if isinstance(element, ast.Constant)
            ]
            return tuple(str(text).upper() for text in texts if str(text).upper() in METHODS)
    return ("GET",)


def _path(call: ast.Call) -> str:
    named = (keyword.value for keyword in call.keywords if keyword.arg == "rule")
    for node in (*call.args[:1], *named):
        return str(node.value) if isinstance(node, ast.Constant) else f"<{ast.unparse(node)}>"
    return ""
