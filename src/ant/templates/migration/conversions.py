"""Columns that get another type, on PostgreSQL and SQLite alike: every value stays, or none."""

import ast
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from migrations.type_changes import Kind, converted, sql

SHOWN = 5
"""How many of the rows that stop a migration are named."""

Type = sa.types.TypeEngine[Any]


def convert_column(table: str, column: str, old: Type, new: Type) -> None:
    """Change the type of a column; stop, before anything changes, where a value does not fit."""
    if op.get_context().dialect.name == "postgresql":
        _on_postgresql(table, column, old, new)
    else:
        _on_sqlite(table, column, old, new)


def kind_of(type_: Type) -> Kind:
    """Return what the rules of conversions call a type."""
    if isinstance(type_, sa.TypeDecorator):
        return kind_of(type_.impl_instance)
    match type_:
        case sa.String():
            return Kind("text", type_.length or 0)
        case sa.SmallInteger():
            return Kind("whole", 16)
        case sa.BigInteger():
            return Kind("whole", 64)
        case sa.Integer():
            return Kind("whole", 32)
        case sa.Float():
            return Kind("float")
        case sa.Numeric():
            return Kind("exact", type_.precision or 0, type_.scale or 0)
    names: dict[type[Type], str] = {
        sa.Boolean: "boolean", sa.Date: "date", sa.Time: "time", sa.DateTime: "moment",
        sa.Uuid: "uuid", sa.JSON: "json",
    }  # fmt: skip
    return Kind(next(name for known, name in names.items() if isinstance(type_, known)))


def _on_postgresql(table: str, column: str, old: Type, new: Type) -> None:
    value, fits = sql(_quoted(column), kind_of(old), kind_of(new))
    misfits = f"{_quoted(table)} WHERE {_quoted(column)} IS NOT NULL AND NOT ({fits})"
    if fits and op.get_context().as_sql:
        message = f"Rows of {table} have a value of {column} that does not fit."
        stop = f"IF EXISTS (SELECT FROM {misfits}) THEN RAISE EXCEPTION '{message}'; END IF;"
        op.execute(sa.text(f"DO $$ BEGIN {stop} END $$".replace(":", r"\:")))
    elif fits:
        _stop_at(misfits, table, column, new)
    op.alter_column(table, column, type_=new, postgresql_using=value)


def _on_sqlite(table: str, column: str, old: Type, new: Type) -> None:
    """Copy the table with the values as bytes, which SQLite leaves alone in a column of any type.

    It would take a text of digits for a number, and a number for a text, while it copies.
    """
    if op.get_context().as_sql:
        raise CommandError("a script cannot change a column of SQLite: that takes a live database")
    bind = op.get_bind()
    driver: Any = bind.connection.dbapi_connection
    driver.create_function("packed", 1, _packing(old, new))
    driver.create_function("unpacked", 1, lambda value: ast.literal_eval(value.decode()))
    name, quoted = _quoted(table), _quoted(column)
    filled = f"{quoted} IS NOT NULL"
    _stop_at(f"{name} WHERE {filled} AND packed({quoted}) IS NULL", table, column, new)
    bind.exec_driver_sql(f"UPDATE {name} SET {quoted} = packed({quoted}) WHERE {filled}")
    copy = sa.Table(table, sa.MetaData(), autoload_with=bind, resolve_fks=False)
    copy.c[column].type = new
    with op.batch_alter_table(table, recreate="always", copy_from=copy):
        pass
    bind.exec_driver_sql(f"UPDATE {name} SET {quoted} = unpacked({quoted}) WHERE {filled}")


def _packing(old: Type, new: Type) -> Callable[[Any], bytes | None]:
    """A function from what SQLite holds of the old type to bytes; None where it does not fit."""
    dialect = op.get_context().dialect
    read = old.dialect_impl(dialect).result_processor(dialect, None)
    write = new.dialect_impl(dialect).bind_processor(dialect)
    kinds = kind_of(old), kind_of(new)

    def packed(held: Any) -> bytes | None:
        try:
            value = read(held) if read else held
            if kinds[0].name == "exact" and isinstance(held, int):  # as earlier versions held it
                value = Decimal(held).scaleb(-kinds[0].scale)
            value = converted(value, *kinds)
            return repr(write(value) if write else value).encode()
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            return None

    return packed


def _stop_at(misfits: str, table: str, column: str, new: Type) -> None:
    """Raise where there are rows that do not fit, and name the first of them."""
    bind = op.get_bind()
    count = bind.exec_driver_sql(f"SELECT count(*) FROM {misfits}").scalar_one()
    if count:
        found = bind.exec_driver_sql(f"SELECT * FROM {misfits} ORDER BY 1 LIMIT {SHOWN}")
        ids = ", ".join(str(row[0]) for row in found) + (", …" if count > SHOWN else "")
        type_name = new.compile(bind.dialect)
        raise CommandError(
            f"nothing was migrated: {table}.{column} becomes {type_name}, and {count} of its "
            f"values would not stay the same (id {ids}). Change such rows first."
        )


def _quoted(name: str) -> str:
    return op.get_context().dialect.identifier_preparer.quote(name)
