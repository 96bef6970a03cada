"""Tables and columns that migrations have created beyond the applied spec.

Two branches that each add something, merged so that the code of one of them is lost, keep both
migrations: what is generated again must not be added to the tables again.
"""

import ast
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ant.core.errors import Problem
from ant.core.spec import Spec
from ant.core.text.words import quoted_path
from ant.core.tree import Tree
from ant.reconcile.migrations.history import in_order
from ant.reconcile.migrations.steps import Step, steps_of
from ant.rendering.tables.tables import (
    Column,
    Table,
    foreign_key_name,
    index_name,
    project_tables,
    tables_of,
    unique_name,
)


class AddedColumn(NamedTuple):
    """One column that a migration adds, to a table that is there or with the table."""

    path: str
    type: str
    """Its type in Python."""
    content: bytes
    """The migration."""


class AddedColumns(NamedTuple):
    """What migrations have added of a spec that was not applied yet."""

    columns: frozenset[tuple[str, str]] = frozenset()
    """By the names of their tables and themselves."""
    mismatches: Mapping[tuple[str, str], Problem] = MappingProxyType({})
    """Problems for those that were added with another type or other constraints."""


def added_columns(migrations: Tree, old: Spec, new: Spec) -> AddedColumns:
    """Return the new columns of a spec that migrations have added and not dropped since."""
    known = [*project_tables(old), *tables_of(old.routes_unlike(new), None)]
    before = {(table.name, column.name) for table in known for column in table.columns}
    new_columns = [
        (table, column)
        for table in [*project_tables(new), *tables_of(new.routes_unlike(old), None)]
        for column in table.columns
        if (table.name, column.name) not in before
    ]
    names = [(table.name.encode(), column.name.encode()) for table, column in new_columns]
    if not any(a in text and b in text for a, b in names for text in migrations.values()):
        return AddedColumns()
    added = _added(migrations, {table.name for table, _ in new_columns})
    found = {
        (table.name, column.name): (table, column, added[table.name, column.name])
        for table, column in new_columns
        if (table.name, column.name) in added
    }
    mismatches = {
        column_id: _problem(*parts) for column_id, parts in found.items() if not _is_alike(*parts)
    }
    return AddedColumns(frozenset(found), mismatches)


def dropped_columns(migrations: Tree, spec: Spec) -> dict[tuple[str, str], str]:
    """Return the columns of a spec that migrations have dropped and not added since.

    Each comes with the path of the migration that drops it.
    """
    dropped: dict[tuple[str, str], str] = {}
    columns = {
        (table.name, column.name)
        for table in tables_of(spec.routes, None)
        for column in table.columns
    }
    for path in in_order(migrations):
        if b"drop_column" in migrations[path]:
            for step in steps_of(migrations[path]):
                if step.verb == "drop" and step.column:
                    dropped[step.table, step.column] = path
    added = _added(migrations, {table for table, _ in dropped})
    kept = columns - added.keys()
    return {column_id: path for column_id, path in dropped.items() if column_id in kept}


def _is_alike(table: Table, column: Column, present: AddedColumn) -> bool:
    names = [
        (column.unique, unique_name(table, column)),
        (column.indexed, index_name(table, column)),
        (bool(column.refers_to), foreign_key_name(table, column)),
    ]
    has_keys = all(name.encode() in present.content for is_expected, name in names if is_expected)
    return has_keys and _type(present.type) == _type(column.type.code)


def _type(code: str) -> list[str]:
    """A type with its arguments, named or not: people's tools write ``String(length=50)``."""
    node = ast.parse(code, mode="eval").body
    if not isinstance(node, ast.Call):
        return [ast.unparse(node)]
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    return [ast.unparse(node.func), *map(ast.unparse, values)]


def _problem(table: Table, column: Column, present: AddedColumn) -> Problem:
    message = (
        f"{quoted_path(present.path)} adds the column '{table.name}.{column.name}' already, in "
        f"another way: as {present.type}, where {column.type.code} with its keys is expected."
    )
    hint = "Give the field the type that the column has, or drop the column by a migration first."
    return Problem(message, hint=hint)


def _added(migrations: Tree, tables: set[str]) -> dict[tuple[str, str], AddedColumn]:
    """The columns after all migrations have run, as far as their code shows them."""
    present: dict[tuple[str, str], AddedColumn] = {}
    names = [table.encode() for table in _names_of(migrations, tables)]
    for path in in_order(migrations):
        if not any(name in migrations[path] for name in names):
            continue
        for step in steps_of(migrations[path]):
            if step.verb == "add":
                present[step.table, step.column] = AddedColumn(path, step.value, migrations[path])
                continue
            for column_id in [column_id for column_id in present if _concerns(step, *column_id)]:
                added = present.pop(column_id)
                if step.verb == "rename":
                    present[column_id[0], step.value] = added
                elif step.verb == "rename_table":
                    present[step.value, column_id[1]] = added
    return present


def _names_of(migrations: Tree, tables: set[str]) -> set[str]:
    """The names of some tables, with those that they had before migrations renamed them."""
    names = {*tables}
    for path in reversed([*in_order(migrations)]):
        if b"rename_table" in migrations[path]:
            steps = [step for step in steps_of(migrations[path]) if step.verb == "rename_table"]
            names |= {step.table for step in reversed(steps) if step.value in names}
    return names


def _concerns(step: Step, table: str, column: str) -> bool:
    """Whether a step is about a column, by itself or with its whole table."""
    return step.table == table and step.column in ("", column)
