"""Python texts that people wrote, as syntax trees that are not too deep to work on."""

import ast

DEEPEST_CODE = 200
"""Levels of a syntax tree. Each costs whoever compares or writes trees some levels of its stack,
of which every version of Python has another number; twenty are what code commonly has."""


def parse_python(content: str | bytes) -> ast.Module:
    """Return the syntax tree of a text; raise ``SyntaxError`` for what is none that we work on."""
    try:
        tree = ast.parse(content)
    except (RecursionError, MemoryError):
        raise _too_deep() from None
    except ValueError as error:  # such as a NUL
        raise SyntaxError(str(error)) from None
    level: list[ast.AST] = [tree]
    for _ in range(DEEPEST_CODE):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            return tree
    raise _too_deep()


def parse_if_python(content: str | bytes) -> ast.Module:
    """Return the syntax tree of a text; an empty module for what is none that we work on."""
    try:
        return parse_python(content)
    except SyntaxError:
        return ast.Module([], [])


def _too_deep() -> SyntaxError:
    return SyntaxError(f"it is nested more than {DEEPEST_CODE} levels deep")
