"""The statements that make whole tables, and those that take them away."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

from ant.core.names.identifiers import LONGEST_DATABASE_NAME
from ant.rendering.code import STEP, Code, Piece, call, laid_out, literal, text
from ant.rendering.migrations.check_changes import check_constraints
from ant.rendering.tables.column_type import ColumnType
from ant.rendering.tables.keys import constraint, create_index
from ant.rendering.tables.order import in_order
from ant.rendering.tables.tables import (
    KEY_NAME,
    Column,
    Table,
    foreign_key_name,
    index_name,
    unique_name,
)

GAP = "__gap__"
"""Stands for the name of a table, which cannot begin like that."""
SHORT = 40
"""Characters of names with which no line becomes too long."""


class Batch(NamedTuple):
    """What is done to one table at once: SQLite copies it for that."""

    table: str
    statements: tuple[Piece, ...]


Statement: TypeAlias = Piece | Batch


def parted(removed: list[Table], retained: list[Table]) -> tuple[dict[str, Table], list[Batch]]:
    """The kept tables, without foreign keys to the dropped ones, and what drops these keys."""
    names = {table.name for table in removed}
    parted_tables, dropped = {}, []
    for table in retained:
        keys = [column for column in table.columns if column.refers_to in names]
        if keys:
            drops = [
                drop_constraint(foreign_key_name(table, column), "foreignkey") for column in keys
            ]
            dropped.append(Batch(table.name, tuple(drops)))
        columns = (
            column._replace(refers_to="", on_delete="") if column in keys else column
            for column in table.columns
        )
        parted_tables[table.name] = table._replace(columns=tuple(columns)) if keys else table
    return parted_tables, dropped


def column_code(column: Column, *, nullable: bool) -> Code:
    """Return a column as SQLAlchemy writes it."""
    return _column_code(column.name, column.type, nullable, column.comment)


@cache  # the columns of stubs are all the same
def _column_code(name: str, kind: ColumnType, nullable: bool, comment: str) -> Code:
    options: dict[str, Piece] = {} if nullable else {"nullable": "False"}
    options |= {"comment": text(comment)} if comment else {}
    return call("sa.Column", quoted_name(name), kind.code, **options)


def creations(tables: list[Table]) -> Iterator[Statement]:
    """Create tables, each behind those that it refers to as far as they do not refer in circles."""
    ordered, circular = in_order(tables)
    for table in ordered:
        deferred_keys = [key for owner, key in circular if owner is table]
        yield _create_table(table, deferred_keys)
        for column in table.columns:
            if column.indexed:
                yield call(
                    "op.create_index", key_name(index_name(table, column)), quoted_name(table.name),
                    literal([column.name]),
                )  # fmt: skip
        for key in table.rules:
            if key.is_index:
                yield create_index(key, quoted_name(table.name), function="op.create_index")
    for table, column in circular:
        yield Batch(table.name, (create_foreign_key(table, column),))


def removals(tables: list[Table]) -> Iterator[Statement]:
    """Drop tables, each before those that it refers to."""
    ordered, circular = in_order(tables)
    for table, column in circular:
        yield Batch(table.name, (drop_constraint(foreign_key_name(table, column), "foreignkey"),))
    for table in reversed(ordered):
        yield call("op.drop_table", quoted_name(table.name))


def _create_table(table: Table, deferred_keys: list[Column]) -> Piece:
    if table.is_stub and len(table.name) <= SHORT and not table.comment:
        return _stub(table.columns).replace(GAP, table.name)
    return _table_code(table, deferred_keys)


@cache  # there may be thousands of stubs, which differ in their names alone
def _stub(columns: tuple[Column, ...]) -> str:
    """The lines that create a table of this kind, with a gap for its name."""
    return laid_out(_table_code(Table(GAP, columns), []), STEP).removeprefix(STEP)


def _table_code(table: Table, deferred_keys: list[Column]) -> Code:
    parts: list[Piece] = [column_code(column, nullable=column.nullable) for column in table.columns]
    keys = [quoted_name(column) for column in table.primary]
    parts.append(call("sa.PrimaryKeyConstraint", *keys, name=key_name(f"pk_{table.name}")))
    for column in table.columns:
        if column.unique:
            name = key_name(unique_name(table, column))
            parts.append(call("sa.UniqueConstraint", quoted_name(column.name), name=name))
        if column.refers_to and column not in deferred_keys:
            name = key_name(foreign_key_name(table, column))
            columns, targets = (
                literal([column.name]),
                literal([f"{column.refers_to}.{column.refers_key or KEY_NAME}"]),
            )
            parts.append(
                call(
                    "sa.ForeignKeyConstraint",
                    columns,
                    targets,
                    name=name,
                    ondelete=_on_delete(column),
                )
            )
    parts += check_constraints(table)
    parts += [constraint(key) for key in table.rules if not key.is_index]
    more = {"sqlite_autoincrement": "True"} if table.autoincrement else {}
    more |= {"comment": text(table.comment)} if table.comment else {}
    return call("op.create_table", quoted_name(table.name), *parts, **more)._replace(spread=True)


def create_foreign_key(table: Table, column: Column) -> Piece:
    """Create the foreign key of a column."""
    return call(
        "batch.create_foreign_key", key_name(foreign_key_name(table, column)),
        quoted_name(column.refers_to), literal([column.name]),
        literal([column.refers_key or KEY_NAME]),
        ondelete=_on_delete(column),
    )  # fmt: skip


def drop_constraint(name: str, kind: str) -> Piece:
    """Drop a constraint of the batch."""
    return call("batch.drop_constraint", key_name(name), type_=quoted_name(kind))


def _on_delete(column: Column) -> str:
    return quoted_name(column.on_delete.upper().replace("_", " "))


def quoted_name(name: str) -> str:
    """A name as a text of Python."""
    return f'"{name}"'


def key_name(name: str) -> Piece:
    """The name of a constraint or index; SQLAlchemy shortens one for PostgreSQL if it is marked."""
    return (
        quoted_name(name) if len(name) <= LONGEST_DATABASE_NAME else call("op.f", quoted_name(name))
    )
