"""Kinds of fields that hold dates and times."""

import datetime as dt
from typing import Any

from factories.kinds import Json
from factories.numbers import Counted

NOW = "now"
"""The default that stands for the moment of the request."""
DAY = 86_400
EPOCH = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
NEAR = dt.timedelta(minutes=5)


class Timed(Counted):
    """What counts days or seconds."""

    def wrong(self) -> dict[str, Json]:
        """Return other types, and the values beyond limits that are given."""
        low, high = self.limits
        beyond = {}
        if self.minimum is not None and low > self.lowest:
            beyond["too early"] = self.at(low - 1)
        if self.maximum is not None and high < self.highest:
            beyond["too late"] = self.at(high + 1)
        return {**super().wrong(), "text": "soon", "number": 1, **beyond}


class Date(Timed):
    """A day."""

    lowest = 1
    highest = dt.date.max.toordinal()

    def place(self, value: Json) -> int:
        """Return which day it is since the first of the year 1."""
        return dt.date.fromisoformat(value).toordinal()

    def at(self, place: int) -> Json:
        """Return the day."""
        return dt.date.fromordinal(place).isoformat()

    def usual(self) -> tuple[int, int]:
        """Return the days of the last years, or of the births of those who live."""
        first, last = ("1945", "2006") if "birth" in self.topic else ("2023", "2025")
        return self.place(f"{first}-01-01"), self.place(f"{last}-12-31")

    def wrong(self) -> dict[str, Json]:
        """Return a day that no calendar has as well."""
        return {**super().wrong(), "no such day": "2023-02-29", "short": "20230228"}

    def is_fallback(self, shown: Json) -> bool:
        """Whether it is the default, or today."""
        if self.default != NOW:
            return super().is_fallback(shown)
        moments = dt.datetime.now(dt.UTC) - NEAR, dt.datetime.now(dt.UTC)
        return shown in {each.date().isoformat() for each in moments}


class Time(Timed):
    """A time of day."""

    lowest = 0
    highest = DAY - 1

    def place(self, value: Json) -> int:
        """Return how many seconds of the day are over."""
        time = dt.time.fromisoformat(value)
        return time.hour * 3600 + time.minute * 60 + time.second

    def at(self, place: int) -> Json:
        """Return the time."""
        return (EPOCH + dt.timedelta(seconds=place)).time().isoformat()

    def usual(self) -> tuple[int, int]:
        """Return the hours in which people work."""
        return self.place("08:00:00"), self.place("18:00:00")

    def wrong(self) -> dict[str, Json]:
        """Return a time that no clock shows, and one with an offset, as well."""
        odd = {"no such time": "25:00:00", "offset": "12:00:00+01:00", "short": "12"}
        return {**super().wrong(), **odd}

    def is_fallback(self, shown: Json) -> bool:
        """Whether it is the default, or this moment."""
        if self.default != NOW:
            return super().is_fallback(shown)
        now = dt.datetime.now(dt.UTC)
        seconds = self.place(now.time().isoformat()) - self.place(shown)
        return seconds % DAY <= NEAR.total_seconds()


class Moment(Timed):
    """A moment; answers have it in UTC."""

    lowest = 0
    highest = int((dt.datetime.max.replace(tzinfo=dt.UTC) - EPOCH).total_seconds()) - 1

    def place(self, value: Json) -> int:
        """Return how many seconds it is after the beginning of the year 1."""
        return int((dt.datetime.fromisoformat(value) - EPOCH).total_seconds())

    def at(self, place: int) -> Json:
        """Return the moment."""
        return (EPOCH + dt.timedelta(seconds=place)).isoformat()

    def usual(self) -> tuple[int, int]:
        """Return the moments of the last years."""
        return self.place("2023-01-01T00:00:00Z"), self.place("2025-12-31T23:59:59Z")

    def shown(self, value: Json) -> Json:
        """Return it in UTC, as answers spell that."""
        in_utc = dt.datetime.fromisoformat(value).astimezone(dt.UTC)
        return in_utc.isoformat().replace("+00:00", "Z")

    def extremes(self) -> dict[str, Json]:
        """Return the limits, and a moment of another time zone."""
        low, _ = self.limits
        zone = dt.timezone(dt.timedelta(hours=-7, minutes=-30))
        there = dt.datetime.fromisoformat(self.at(low + DAY)).astimezone(zone).isoformat()
        elsewhere = {"elsewhere": there} if self.capacity > DAY else {}
        return {**super().extremes(), **elsewhere}

    def wrong(self) -> dict[str, Json]:
        """Return a moment that could be any, as well."""
        return {**super().wrong(), "no offset": "2024-05-01T12:00:00"}

    def is_fallback(self, shown: Json) -> bool:
        """Whether it is the default, or now."""
        if self.default != NOW:
            return super().is_fallback(shown)
        age: Any = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(shown)
        return bool(abs(age) <= NEAR)
