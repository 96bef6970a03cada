"""What in a file its owner wrote, beside what is generated."""

import ast
from collections.abc import Iterator, Set


def statements_of(content: bytes) -> set[str]:
    """Return every statement of a file, however it is laid out."""
    return {ast.dump(node) for node in ast.walk(ast.parse(content)) if isinstance(node, ast.stmt)}


def own_nodes(tree: ast.AST, ours: Set[str]) -> Iterator[tuple[ast.stmt | None, ast.AST]]:
    """Yield every node in hand-written statements, with the innermost statement around it."""
    todo: list[tuple[ast.stmt | None, ast.AST]] = [(None, tree)]
    for statement, node in todo:
        yield statement, node
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                todo.append((statement, child))
            elif not ours or ast.dump(child) not in ours:
                todo.append((child, child))
