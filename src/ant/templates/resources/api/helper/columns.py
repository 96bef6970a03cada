"""Column types that behave alike on SQLite and PostgreSQL."""

import datetime as dt
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Double,
    Integer,
    String,
    Uuid,
    any_,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from startup.migrations import writes_types

DECIMALS = "helper.decimals"
"""What comes with the first field of the type decimal that ``ant`` generates."""
LOADED = import_module(DECIMALS) if find_spec(DECIMALS) else None
"""The same: it lets SQLite hold decimals, also those that only migrations know."""


class LowerCase(TypeDecorator[str]):
    """A text that is stored and compared in lower case, such as an email address."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return it in lower case."""
        return None if value is None else value.lower()


class Moment(TypeDecorator[dt.datetime]):
    """A timestamp with time zone; SQLite, which has no time zones, stores it in UTC."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[dt.datetime]:
        """Return the type of the database."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return it as the database stores it; raise for a datetime without a time zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"The datetime {value} has no time zone: use utc_now(), or tzinfo=.")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Return it with its time zone."""
        if value is None or dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=dt.UTC)

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> TypeEngine[Any]:
        """Return the type of what it is compared or computed with."""
        if isinstance(value, dt.datetime):
            return self
        return self.impl_instance.coerce_compared_value(op, value)


class _Real(TypeDecorator[float]):
    """A float in SQLite, whose RETURNING gives whole floats as integers."""

    impl = Double
    cache_ok = True

    def process_result_value(self, value: float | None, dialect: Dialect) -> float | None:
        """Return it as a float."""
        return None if value is None else float(value)


class ListOf(TypeDecorator[list[Any]]):
    """An array of one type; SQLite, which has no arrays, stores it as JSON."""

    impl = ARRAY
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        """Take the type of the values."""
        super().__init__(item)
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the database."""
        is_sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(JSON(none_as_null=True) if is_sqlite else ARRAY(self.item))

    def process_bind_param(self, value: list[Any] | None, dialect: Dialect) -> list[Any] | None:
        """Return it as the database stores it."""
        if value is None or dialect.name != "sqlite":
            return value
        return [str(item) if isinstance(item, UUID) else item for item in value]

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> list[Any] | None:
        """Return it with values of its type."""
        if value is None or dialect.name != "sqlite" or not isinstance(self.item, Uuid):
            return value
        return [UUID(item) for item in value]

    def holds(self, column: ColumnElement[Any], value: Any, dialect: str) -> ColumnElement[bool]:
        """Return the condition that a column of this type contains a value."""
        if dialect != "sqlite":
            return literal(value, self.item) == any_(column)
        held = func.json_each(column).table_valued("value")
        wanted = str(value) if isinstance(value, UUID) else value
        return select(1).where(held.c.value == wanted).exists()


# SQLite counts up by itself only what is called INTEGER; it has 64 bits there, too.
KEY: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
FLOAT: TypeEngine[float] = Double().with_variant(_Real(), "sqlite")
MOMENT = Moment(timezone=True)
DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

TEXT_LIST = ListOf(String(255))
INTEGER_LIST = ListOf(Integer())
UUID_LIST = ListOf(Uuid())
NAMED = ("KEY", "MOMENT", "DOCUMENT", "TEXT_LIST", "INTEGER_LIST", "UUID_LIST")


def exact(precision: int, scale: int) -> TypeEngine[Decimal]:
    """Return the type of a number with so many digits, ``scale`` of them behind the point."""
    made: TypeEngine[Decimal] = import_module(DECIMALS).Exact(precision, scale)
    return made


@writes_types
def as_written(type_: object) -> tuple[str, str] | None:
    """Return how a migration says one of these types, and the import that this needs."""
    if isinstance(type_, LowerCase):
        return f"sa.String({type_.length})", ""  # which is all that a database knows of it
    name = next((name for name in NAMED if type_ is globals()[name]), None)
    return (name, f"from helper.columns import {name}") if name else None


def make_uuid() -> UUID:
    """Return a random UUID."""
    return uuid4()


def utc_now() -> dt.datetime:
    """Return the current time in UTC."""
    return dt.datetime.now(dt.UTC)


def utc_today() -> dt.date:
    """Return the date in UTC."""
    return utc_now().date()


def utc_time() -> dt.time:
    """Return the time of day in UTC."""
    return utc_now().time()
