"""What a Python file says, as a bag of small facts, told apart by other means than the merge."""

import ast
from collections import Counter
from functools import cache

Facts = Counter[tuple[str, str]]


@cache
def facts(content: bytes) -> Facts:
    """Every statement that holds no other, with the definitions and conditions around it."""
    return Counter(_facts(ast.parse(content).body, ""))


def _facts(block: list[ast.stmt], where: str) -> list[tuple[str, str]]:
    found = []
    for node in block:
        if isinstance(node, ast.ImportFrom):
            found += [(where, f"{node.module}.{alias.name} {alias.asname}") for alias in node.names]
            continue
        inner = [part for part in ast.walk(node) if isinstance(part, ast.stmt) and part is not node]
        if not inner:
            found.append((where, ast.unparse(node)))
            continue
        head = _head(node)
        found.append((where, head))
        for name in ("body", "orelse", "finalbody"):
            found += _facts(getattr(node, name, []), f"{where}/{head} {name}")
        for name in ("handlers", "cases"):
            for part in getattr(node, name, []):
                found += _facts(part.body, f"{where}/{head} {name}")
    return found


def _head(node: ast.stmt) -> str:
    """The first lines of a statement, up to its blocks."""
    parts = [
        ast.dump(part)
        for part in ast.iter_child_nodes(node)
        if not isinstance(part, ast.stmt | ast.ExceptHandler | ast.match_case)
    ]
    return f"{type(node).__name__} {getattr(node, 'name', '')} {parts}"
