"""What single nodes of a syntax tree assign and call."""

import ast


def targets_of(node: ast.AST) -> list[ast.expr]:
    """What a statement assigns to; nothing for another statement."""
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []


def assigned_names(node: ast.AST) -> list[str]:
    """The variables that a statement assigns to, without attributes and items."""
    return [target.id for target in targets_of(node) if isinstance(target, ast.Name)]


def last_name(expression: ast.expr) -> str:
    """The last part of a dotted name: ``Column`` of ``sa.Column``."""
    return ast.unparse(expression).rpartition(".")[2]


def assigned_call(node: ast.AST) -> tuple[str, ast.Call] | None:
    """The variable that a statement assigns a call to, first of all, and the call."""
    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
    target = targets_of(node)[0] if isinstance(value, ast.Call) else None
    if isinstance(target, ast.Name) and isinstance(value, ast.Call):
        return target.id, value
    return None
