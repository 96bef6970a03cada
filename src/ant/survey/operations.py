"""What the code of a project answers, as its documentation tells it."""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ant.core.tree import Tree
from ant.survey.blueprints import parse_modules, registered_blueprints
from ant.survey.endpoints import auth_of, url_of, views_of

_READERS = {"get_json", "load_body"}
"""What reads a body in JSON, in the generated code and in Flask."""


class Operation(NamedTuple):
    """One method of one URL."""

    method: str
    url: str
    summary: str
    """The first line of the view's docstring."""
    auth: str
    """``token``, ``role admin``, or nothing where anybody may call it."""
    reads_body: bool
    """Whether it cannot do without a body."""


def read_operations(tree: Tree) -> Iterator[Operation]:
    """Yield the operations of all blueprints that the application registers.

    ``tree`` holds the Python files below ``api/``. Files that are no Python are passed over.
    """
    modules = parse_modules(tree)
    blueprints = registered_blueprints(modules)
    for view in views_of(modules, blueprints):
        summary = (ast.get_docstring(view.function) or "").partition("\n")[0]
        url = url_of(blueprints[view.blueprint].prefix, view.rule)
        reads = not _READERS.isdisjoint(_names_in(view.function))
        yield Operation(view.method, url, summary, auth_of(view.function), reads)


def _names_in(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
