"""Types of columns that SQLite and PostgreSQL hold alike."""

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Double, Integer, Numeric, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine


class LowerCase(TypeDecorator[str]):
    """A text that is kept and looked for in lower case, such as an email address."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return it in lower case."""
        return None if value is None else value.lower()


class _NaiveUtc(TypeDecorator[dt.datetime]):
    """A moment in SQLite, which knows no time zones: in UTC, without saying so."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return it as SQLite stores it."""
        return None if value is None else value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Return it with its time zone."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class _Real(TypeDecorator[float]):
    """A float in SQLite, which returns a whole one that it has just written as an integer."""

    impl = Double
    cache_ok = True

    def process_result_value(self, value: float | None, dialect: Dialect) -> float | None:
        """Return it as the float that it is."""
        return None if value is None else float(value)


class _LastDigits(TypeDecorator[Decimal]):
    """An exact number in SQLite, which has binary fractions alone: in units of its last digit."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        """Take the number of digits behind the point."""
        super().__init__()
        self.scale = scale

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Return it as SQLite stores it."""
        return None if value is None else int(value.scaleb(self.scale))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Return the number."""
        return None if value is None else Decimal(value).scaleb(-self.scale)


# SQLite counts up by itself only what is called INTEGER; it has 64 bits there, too.
KEY: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
FLOAT: TypeEngine[float] = Double().with_variant(_Real(), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(_NaiveUtc(), "sqlite")
DOCUMENT = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def exact(precision: int, scale: int) -> TypeEngine[Decimal]:
    """Return the type of a number with so many digits, ``scale`` of them behind the point."""
    return Numeric(precision, scale).with_variant(_LastDigits(scale), "sqlite")


def utc_now() -> dt.datetime:
    """Return this moment."""
    return dt.datetime.now(dt.UTC)


def utc_today() -> dt.date:
    """Return the date in UTC."""
    return utc_now().date()


def utc_time() -> dt.time:
    """Return the time of day in UTC."""
    return utc_now().time()
