"""Where people's code mentions fields that are about to go."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ant.core.renames import Renames
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.survey.blueprints import parse_code
from ant.survey.references import Reference


class FieldsGone(NamedTuple):
    """The columns of one route that go, or are called something else."""

    words: tuple[str, ...]
    """A file that has none of these has nothing to do with the route."""
    models: tuple[str, ...]
    """The files in which an attribute of ``self`` is a field."""
    columns: frozenset[str]


def fields_that_go(old: Spec, new: Spec, renames: Renames) -> list[FieldsGone]:
    """Return what goes of routes that stay, whatever they are called."""
    found = []
    for route in old.routes:
        if not route.fields:
            continue
        name = route.names.text
        after = new.route(renames.routes.get(name, name))
        if after is None or not after.fields:
            continue
        stays = {field.column for field in after.fields}
        columns = frozenset(f.column for f in route.fields if f.is_column) - stays
        if columns:
            names = (route.names, after.names)
            words = tuple({word for each in names for word in (each.text, each.class_name)})
            paths = tuple(f"api/{each.model_module.replace('.', '/')}.py" for each in names)
            found.append(FieldsGone(words, paths, columns))
    return found


def may_mention(content: bytes, gone: list[FieldsGone]) -> bool:
    """Whether a file can have anything to do with fields that go."""
    return any(
        any(word.encode() in content for word in each.words)
        and any(column.encode() in content for column in each.columns)
        for each in gone
    )


def find_mentions(
    tree: Tree, rendered: Mapping[str, bytes], gone: list[FieldsGone]
) -> list[Reference]:
    """Return the lines of Python files that mention fields which go, beside what is generated.

    An attribute, a keyword argument and a word in a text are mentions; who the object is, is not
    known. The files are as they will be, and so are the renderings.
    """
    found: dict[tuple[str, int], Reference] = {}
    for path, content in sorted(tree.items()):
        mine = [each for each in gone if may_mention(content, [each])]
        if not mine or rendered.get(path) == content:
            continue
        module = parse_code(path, content)
        if module is None:
            continue
        ours = _statements(rendered[path]) if path in rendered else set()
        lines = content.splitlines()
        for each in mine:
            for line, name in _mentions(module.tree, ours, each, path in each.models):
                text = lines[line - 1] if line <= len(lines) else b""
                found.setdefault((path, line), Reference(path, line, text, name))
    return list(found.values())


def _statements(content: bytes) -> set[str]:
    tree = ast.parse(content)
    return {ast.dump(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)}


def _mentions(
    tree: ast.AST, ours: set[str], gone: FieldsGone, is_model: bool
) -> Iterator[tuple[int, str]]:
    for statement, node in _own_nodes(tree, ours):
        if isinstance(node, ast.Attribute) and node.attr in gone.columns:
            head = ast.unparse(node.value)
            if is_model or head not in {"self", "cls"}:
                yield node.lineno, f"{head.partition(chr(10))[0]}.{node.attr}"
        elif isinstance(node, ast.keyword) and node.arg in gone.columns:
            yield node.value.lineno, f"{node.arg}="
        elif isinstance(node, ast.Name) and is_model and node.id in gone.columns:
            if isinstance(node.ctx, ast.Load):
                yield node.lineno, node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_docstring = isinstance(statement, ast.Expr) and statement.value is node
            for column in () if is_docstring else gone.columns:
                if re.search(rf"(?<![A-Za-z0-9_]){re.escape(column)}(?=__|(?!\w))", node.value):
                    yield node.lineno, f"'{column}'"


def _own_nodes(tree: ast.AST, ours: set[str]) -> Iterator[tuple[ast.stmt | None, ast.AST]]:
    """Every node in statements that were not generated, with the innermost statement around it."""
    todo: list[tuple[ast.stmt | None, ast.AST]] = [(None, tree)]
    for statement, node in todo:
        yield statement, node
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                todo.append((statement, child))
            elif ast.dump(child) not in ours:
                todo.append((child, child))
