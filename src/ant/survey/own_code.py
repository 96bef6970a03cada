"""What in a file its owner wrote, beside what is generated."""

import ast
from collections.abc import Iterator, Set


def statements_of(content: bytes) -> set[str]:
    """Return every statement of a file, however it is laid out."""
    return {ast.dump(node) for node in ast.walk(ast.parse(content)) if isinstance(node, ast.stmt)}


def own_nodes(tree: ast.AST, generated: Set[str]) -> Iterator[tuple[ast.stmt | None, ast.AST]]:
    """Yield every node in hand-written statements, with the innermost statement around it."""
    todo: list[tuple[ast.stmt | None, ast.AST]] = [(None, tree)]
    for statement, node in todo:
        yield statement, node
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                todo.append((statement, child))
            elif not generated or ast.dump(child) not in generated:
                todo.append((child, child))


_LIBRARIES = ("sqlalchemy", "marshmallow", "helper.schema_fields")
"""Modules whose functions and classes have arguments that are never called like a field."""


def names_of_others(tree: ast.Module) -> set[ast.AST]:
    """Return the nodes that may have the name of a field and say nothing of it.

    They are the CHECK constraints of columns, which are removed with the column, and the arguments
    of what libraries define, such as the ``name`` of a constraint.
    """
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    imported = _imported_from_libraries(tree)
    arguments = {
        keyword for call in calls if _root_of(call.func) in imported for keyword in call.keywords
    }
    checks = (
        check
        for column in calls
        if ast.unparse(column.func).endswith("mapped_column")
        for check in column.args
        if isinstance(check, ast.Call) and ast.unparse(check.func).endswith("CheckConstraint")
    )
    return arguments.union(*(ast.walk(check) for check in checks))


def _imported_from_libraries(tree: ast.Module) -> set[str]:
    """The names under which a file knows what libraries define, or the libraries themselves."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and _is_of_library(node.module):
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {
                alias.asname or alias.name.partition(".")[0]
                for alias in node.names
                if _is_of_library(alias.name)
            }
    return found


def _is_of_library(module: str | None) -> bool:
    return any(f"{module}.".startswith(f"{library}.") for library in _LIBRARIES)


def _root_of(function: ast.expr) -> str:
    """The name that a dotted one begins with; '' for what a call has returned."""
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else ""
