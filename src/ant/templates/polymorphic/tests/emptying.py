"""How tables are emptied where each row needs one of several columns that refer to others."""

from typing import Any

from sqlalchemy import CheckConstraint, Column, Connection, ForeignKey, Table, select
from sqlalchemy.schema import sort_tables

from startup.Alchemy import Base


def is_needed(column: Column[Any]) -> bool:
    """Whether a row may have to have a value in a column that may be null."""
    rules = (rule for rule in column.table.constraints if isinstance(rule, CheckConstraint))
    texts = (str(rule.sqltext) for rule in rules)
    return any(f" {column.name} IS NULL " in text and text.endswith(") = 1") for text in texts)


def empty(connection: Connection) -> None:
    """Delete all rows, those first that no other refers to; by no other column that may be null."""
    tables = [*Base.metadata.tables.values()]
    keys = [key for table in tables for key in table.foreign_keys]
    loose = {key for key in keys if key.parent.nullable}
    order = [*reversed(sort_tables(tables, loose.__contains__))]
    tight = [key for key in keys if key not in loose or is_needed(key.parent)]
    while sum(_delete_free(connection, table, tight) for table in order):
        continue


def _delete_free(connection: Connection, table: Table, tight: list[ForeignKey]) -> int:
    """Delete the rows that no other refers to; return how many there were."""
    leading = [key for key in tight if key.column.table is table]
    others = [(key.column, select(key.parent).where(key.parent.is_not(None))) for key in leading]
    free = [column.not_in(referred) for column, referred in others]
    return connection.execute(table.delete().where(*free)).rowcount
