"""Changes how SQLite holds decimals: as texts, which before version 0.3.0 were integers."""

from decimal import Decimal
from typing import Any, cast

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

from helper.decimals import Exact

Decimals = sa.types.TypeEngine[Decimal]
"""What ``helper.columns.exact`` returns."""


def decimal_to_text(table: str, column: str, type_: Decimals) -> None:
    """Let SQLite hold decimals as texts, which it held as integers: in units of the last digit."""
    exact = cast(Exact, type_)
    number = sa.func.decimal_mul(sa.column(column), f"1e-{exact.scale}")
    text = sa.func.decimal(number, exact.precision, exact.scale)
    _hold_otherwise(table, sa.Column(column, type_), "integer", text)


def decimal_to_integer(table: str, column: str, type_: Decimals) -> None:
    """Let SQLite hold decimals as integers again."""
    number = sa.func.decimal_mul(sa.column(column), f"1e{cast(Exact, type_).scale}")
    _hold_otherwise(table, sa.Column(column, sa.BigInteger()), "text", number)


def _hold_otherwise(
    table: str, column: sa.Column[Any], held: str, value: sa.ColumnElement[Any]
) -> None:
    """Change the type of a column with its values as bytes, which SQLite leaves as they are."""
    if op.get_context().dialect.name == "postgresql":
        return
    if op.get_context().as_sql:
        raise CommandError("a script cannot change a column of SQLite: that takes a live database")
    own: sa.ColumnClause[Any] = sa.column(column.name)
    update, type_name = sa.update(sa.table(table, own)), sa.func.typeof(own)
    values = {own: sa.cast(value, sa.LargeBinary())}
    op.execute(update.where(type_name == held).values(values))
    copy = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    copy.c[column.name].type = column.type
    with op.batch_alter_table(table, recreate="always", copy_from=copy):
        pass
    text: sa.ColumnElement[Any] = sa.cast(own, sa.Text())
    if isinstance(column.type, sa.Integer):
        text = sa.cast(text, column.type)
    op.execute(update.where(type_name == "blob").values({own: text}))
