"""What migrations do to tables and columns, as far as their code shows it."""

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ant.core.text.python_text import parse_if_python
from ant.python_source.nodes import last_name


class Step(NamedTuple):
    """What an upgrade does to a column, or to a whole table where no column is named."""

    verb: str
    """``add``, ``drop``, ``rename`` or ``rename_table``."""
    table: str
    column: str = ""
    value: str = ""
    """The type of a new column, or the new name."""


def steps_of(content: bytes) -> Iterator[Step]:
    """Yield what the upgrade of a migration does to columns and tables, in order."""
    upgrades = [
        node
        for node in parse_if_python(content).body
        if isinstance(node, ast.FunctionDef) and node.name == "upgrade"
    ]
    for upgrade in upgrades:
        for call, tables in _calls(upgrade):
            owner, _, verb = ast.unparse(call.func).rpartition(".")
            texts = [str(arg.value) for arg in call.args if isinstance(arg, ast.Constant)]
            first, last = (texts[0], texts[-1]) if texts else ("", "")
            table = tables.get(owner) or first
            if verb in ("add_column", "create_table"):
                columns = [_column(arg) for arg in call.args if isinstance(arg, ast.Call)]
                yield from (Step("add", table, name, kind) for name, kind in columns if name)
            elif verb == "drop_table":
                yield Step("drop", table)
            elif verb == "drop_column":
                yield Step("drop", table, last)
            elif verb == "rename_table":
                yield Step("rename_table", first, value=last)
            elif verb == "alter_column" and (new := _new_name(call)):
                yield Step("rename", table, last, new)


def _new_name(call: ast.Call) -> str:
    """The new name that ``alter_column`` gives a column; an empty one for another change."""
    values = {keyword.arg: keyword.value for keyword in call.keywords}
    new = values.get("new_column_name")
    return str(new.value) if isinstance(new, ast.Constant) else ""


def _calls(
    node: ast.AST, tables: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[ast.Call, Mapping[str, str]]]:
    """The calls below a node that are statements, in order, with the tables of batches there."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Call):
            yield child.value, tables
        elif isinstance(child, ast.With):
            yield from _calls(child, {**tables, **dict(_batches(child))})
        else:
            yield from _calls(child, tables)


def _batches(node: ast.With) -> Iterator[tuple[str, str]]:
    """The names that a statement gives to batches, each with the table of its batch."""
    for item in node.items:
        call, name = item.context_expr, item.optional_vars
        if isinstance(call, ast.Call) and isinstance(name, ast.Name) and call.args:
            first = call.args[0]
            if isinstance(first, ast.Constant):
                yield name.id, str(first.value)


def _column(call: ast.Call) -> tuple[str, str]:
    """The name and the type of ``sa.Column("name", …)``; an empty name for another call."""
    first = call.args[0] if call.args else None
    is_column = last_name(call.func) == "Column"
    if not is_column or not isinstance(first, ast.Constant) or len(call.args) < 2:
        return "", ""
    return str(first.value), ast.unparse(call.args[1])
