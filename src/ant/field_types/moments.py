"""``date``, ``time`` and ``datetime``; held as texts, whose order is that of the moments."""

import re
from typing import TYPE_CHECKING, Any, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import NOW, RANGE, Parts, nearest_allowed
from ant.field_types.texts.text import Shaped

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"


class Moment(Shaped):
    """A day, a time of day or both."""

    modifiers: ClassVar[tuple[str, ...]] = RANGE
    short_value = "[^:]+"
    generated_default = NOW
    literal_import = "import datetime as dt"
    migration_import: ClassVar[tuple[str, str]] = ("import datetime as dt", "dt.")
    least: ClassVar[str]
    """What is nearest to nothing, before a field's limits are asked."""
    now_fill: ClassVar[str] = "utc_now()"

    def migration_literal(self, value: Json) -> str:
        """A moment with all its numbers."""
        if value == NOW:
            return self.now_fill
        numbers = ", ".join(str(int(part)) for part in re.findall("[0-9]+", value))
        zone = ", tzinfo=dt.UTC" if "T" in value else ""
        return f"{self.annotation}({numbers}{zone})"

    def sql_limit(self, value: Json) -> str:
        """A moment as SQLite stores it, in UTC."""
        day, _, time = value.removesuffix("Z").rpartition("T")
        clock, _, fraction = time.partition(".")
        clock += ":00" if clock.count(":") == 1 else ""
        return f"'{day} {clock}.{fraction:0<6}'".replace("' ", "'")

    def neutral(self, field: Parts) -> Json:
        """The least one; where that is now, a limit, whenever now will be."""
        if self.least == NOW:
            return field.minimum or field.maximum or NOW
        return nearest_allowed(self, field, self.least)


class Date(Moment):
    """A day."""

    name = "date"
    synonyms = "day localdate"
    shape = _DATE
    requirement = "must be a date such as 2030-12-31"
    annotation = "dt.date"
    column = schema_class = "Date"
    migration_type = "sa.Date()"
    maker = "utc_today"
    now_fill = "utc_now().date()"
    conversion = "date"
    longest_text = 10
    least = "1970-01-01"
    examples: ClassVar[tuple[Json, ...]] = ("2030-12-31", "2024-02-29", NOW)

    def is_valid(self, text: str) -> bool:
        """Whether there is such a day."""
        return is_day(text)

    def literal(self, value: Json) -> str:
        """A day."""
        return f"dt.date({numbers_of(value)})"

    def sql_limit(self, value: Json) -> str:
        """A day in its stored form."""
        return f"'{value}'"

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """A day."""
        import datetime as dt  # noqa: PLC0415, seldom needed

        return dt.date.fromisoformat(value)

    def sample(self, random: "Random") -> Json:
        """A day that every year has."""
        return f"{random.randint(1, 9999):04}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


class Time(Moment):
    """A time of day."""

    name = "time"
    synonyms = "timetz clock localtime"
    shape = _TIME
    requirement = "must be a time such as 23:59:59"
    annotation = "dt.time"
    column = schema_class = "Time"
    migration_type = "sa.Time()"
    maker = "utc_time"
    now_fill = "utc_now().time()"
    conversion = "time"
    longest_text = 15
    least = "00:00:00"
    examples: ClassVar[tuple[Json, ...]] = ("23:59:59", "00:00:00", NOW)

    def literal(self, value: Json) -> str:
        """A time of day."""
        return f"dt.time({clock_of(value)})"

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """A time of day."""
        import datetime as dt  # noqa: PLC0415, seldom needed

        return dt.time.fromisoformat(value)

    def sample(self, random: "Random") -> Json:
        """Any."""
        return ":".join(f"{random.randrange(most):02}" for most in (24, 60, 60))


class DateTime(Moment):
    """A day and a time of day, in UTC."""

    name = "datetime"
    synonyms = "timestamp timestamptz timestamp_with_time_zone instant moment date_time"
    shape = f"{_DATE}T{_TIME}Z"
    requirement = "must be a time in UTC such as 2030-12-31T23:59:59Z"
    annotation = "dt.datetime"
    column = migration_type = "MOMENT"
    is_own_column = True
    schema_class = "Moment"
    maker = "utc_now"
    conversion = "moment"
    longest_text = 27
    least = NOW
    examples: ClassVar[tuple[Json, ...]] = ("2030-12-31T23:59:59Z", NOW)

    def is_valid(self, text: str) -> bool:
        """Whether there is such a day."""
        return is_day(text[:10])

    def literal(self, value: Json) -> str:
        """A moment in UTC."""
        date, _, time = value.removesuffix("Z").partition("T")
        return f"dt.datetime({numbers_of(date)}, {clock_of(time)}, tzinfo=dt.UTC)"

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """A moment in UTC."""
        import datetime as dt  # noqa: PLC0415, seldom needed

        return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)

    def sample(self, random: "Random") -> Json:
        """Any."""
        return f"{Date().sample(random)}T{Time().sample(random)}Z"


def is_day(text: str) -> bool:
    """Whether the calendar has a day."""
    year, month, day = map(int, text.split("-"))
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    if not (year and 1 <= month <= 12):
        return False
    return 1 <= day <= _DAYS[month - 1] and (is_leap or (month, day) != (2, 29))


def numbers_of(date: str) -> str:
    """The numbers of a day as arguments."""
    return ", ".join(str(int(part)) for part in date.split("-"))


def clock_of(time: str) -> str:
    """The numbers of a time of day as arguments, without seconds of 0."""
    parts = [int(part) for part in time.split(":")]
    return ", ".join(map(str, parts if parts[-1] else parts[:-1]))
