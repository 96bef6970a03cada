"""Decimals in columns: SQLite holds them exactly, and computes with them as PostgreSQL does."""

from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Numeric
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from helper.sqlite_compiler import is_decimal
from helper.sqlite_decimals import to_decimal
from startup.migrations import writes_types


class Exact(TypeDecorator[Decimal]):
    """A decimal number; SQLite holds it as a text, see ``helper/sqlite_decimals.py``."""

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int | None = None, scale: int | None = None) -> None:
        """Take the number of digits, and of those behind the point; it is rounded to them."""
        super().__init__(precision, scale)
        self.precision = precision
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal]:
        """Return the type of the database."""
        return dialect.type_descriptor(self.impl_instance)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return a Decimal, an int or a float as a Decimal."""
        return None if value is None else to_decimal(value)

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:
        """Return the type of what it is compared or computed with: a number keeps all its digits."""
        if isinstance(value, int | float | Decimal):
            return Exact()
        return self.impl_instance.coerce_compared_value(op, value)


class _OfDecimals(GenericFunction[Any]):
    """A SQL function whose result is a decimal where its argument is one."""

    inherit_cache = True
    _register = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take the arguments of any SQLAlchemy function."""
        super().__init__(*arguments, **options)
        if any(is_decimal(argument) for argument in self.clauses) and "type_" not in options:
            self.type = Exact()


for _name in (
    *("avg", "abs", "round", "trunc", "ceil", "floor", "sign", "mod", "nullif"),
    *("lag", "lead", "first_value", "last_value", "nth_value"),
):
    type(_name, (_OfDecimals,), {"inherit_cache": True})


@writes_types
def as_written(type_: object) -> tuple[str, str] | None:
    """Return how a migration says such a type, and the import that this needs."""
    if isinstance(type_, Exact):
        return f"exact({type_.precision}, {type_.scale})", "from helper.columns import exact"
    return None
