"""What a module of models gives its classes."""

import ast

from ant.core.python_text import parse_python


def attributes_of(content: bytes) -> set[str]:
    """Return what the classes of a module give values to."""
    targets = (
        target
        for node in ast.walk(_parsed(content))
        if isinstance(node, ast.ClassDef)
        for each in node.body
        for target in _targets(each)
    )
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _targets(node: ast.stmt) -> list[ast.expr]:
    if isinstance(node, ast.AnnAssign):
        return [node.target]
    return node.targets if isinstance(node, ast.Assign) else []


def _parsed(content: bytes) -> ast.Module:
    """A module; an empty one for what is no Python, of which others tell."""
    try:
        return parse_python(content)
    except SyntaxError:
        return ast.Module([], [])
