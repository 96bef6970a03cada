"""What of a change of code is in none of the units that are carried in one by one."""

import ast
from collections import Counter
from collections.abc import Iterator

from ant.python_source.source import Source


def say_the_same(one: Source, other: Source) -> bool:
    """Whether two modules have the same statements and docstrings, in whatever order."""
    return Counter(_statements(one.tree.body, "")) == Counter(_statements(other.tree.body, ""))


def _statements(block: list[ast.stmt], scope: str) -> Iterator[str]:
    """Each statement as text; of an import each name, of a class each statement in it."""
    for number, node in enumerate(block):
        if isinstance(node, ast.ClassDef):
            head = ast.ClassDef(node.name, node.bases, node.keywords, [], node.decorator_list)
            yield f"{scope}{ast.dump(head)}"
            yield from _statements(node.body, f"{scope}{node.name}.")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            module = getattr(node, "module", "")
            yield from (f"{scope}import {module} {ast.dump(name)}" for name in node.names)
        else:
            is_docstring = number == 0 and isinstance(node, ast.Expr)
            yield f"{scope}{'docstring ' if is_docstring else ''}{ast.dump(node)}"
