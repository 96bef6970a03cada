"""Columns that people have made themselves before their fields were generated."""

import ast
from collections.abc import Iterator

from ant.core.python_text import parse_python
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.rendering.migration import Columns
from ant.rendering.route import path_of


def columns_there(tree: Tree, old: Spec, new: Spec) -> Columns:
    """Return the columns that are new in the spec and that the models in a tree have already."""
    found = set()
    earlier = {route.names.text: route for route in old.routes}
    for route in new.routes:
        before = earlier.get(route.names.text)
        come = _columns(route) - _columns(before) if before and before is not route else set[str]()
        content = tree.get(path_of(route.names.model_module)) if come else None
        if content is not None and any(each.encode() in content for each in come):
            found |= {(route.names.text, each) for each in come & _attributes(content)}
    return frozenset(found)


def added_columns(migrations: Tree) -> Columns:
    """Return the columns that the upgrades of some migrations add to tables."""
    found = set()
    for content in migrations.values():
        if b"add_column" in content:
            for node in _parsed(content).body:
                if isinstance(node, ast.FunctionDef) and node.name == "upgrade":
                    found |= {*_added(node)}
    return frozenset(found)


def _columns(route: Route) -> set[str]:
    return {field.column for field in route.fields if field.is_column}


def _attributes(content: bytes) -> set[str]:
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


def _added(upgrade: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """What ``op.add_column`` adds, or ``add_column`` of a batch for a table."""
    tables = {}
    for node in ast.walk(upgrade):
        for each in node.items if isinstance(node, ast.With) else ():
            if isinstance(each.context_expr, ast.Call) and isinstance(each.optional_vars, ast.Name):
                tables[each.optional_vars.id] = _texts(each.context_expr)[:1]
    for call in ast.walk(upgrade):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".add_column"):
            batch = ast.unparse(call.func).rpartition(".")[0]
            table = _texts(call)[:1] or tables.get(batch, [])
            for column in (each for each in call.args if isinstance(each, ast.Call)):
                yield from zip(table, _texts(column)[:1], strict=False)


def _texts(call: ast.Call) -> list[str]:
    """The arguments of a call that are texts."""
    values = (each.value for each in call.args if isinstance(each, ast.Constant))
    return [value for value in values if isinstance(value, str)]


def _parsed(content: bytes) -> ast.Module:
    """A module; an empty one for what is no Python, of which others tell."""
    try:
        return parse_python(content)
    except SyntaxError:
        return ast.Module([], [])
