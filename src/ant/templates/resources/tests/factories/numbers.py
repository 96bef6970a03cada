"""Kinds of fields that hold numbers, and what else can be counted."""

from abc import abstractmethod
from decimal import Context, Decimal
from math import inf, nextafter
from random import Random
from typing import Any

from factories.kinds import Json, Kind

DIGITS = Context(prec=100)  # more than any column has


class Number(Kind):
    """A number with a binary fraction."""

    ordered = True

    def __init__(
        self, *, minimum: float | None = None, maximum: float | None = None, **options: Any
    ) -> None:
        """Take the limits."""
        super().__init__(**options)
        self.minimum, self.maximum = minimum, maximum

    def value(self, random: Random, number: int) -> Json:
        """Return one with two digits behind the point, unless there is no room."""
        low = 1.0 if self.minimum is None else self.minimum
        low = low if self.maximum is None else min(low, self.maximum)
        high = low + 1000 if self.maximum is None else min(self.maximum, low + 1000)
        part = number * 0.6180339887 % 1 if self.unique else random.random()
        exact = low + (high - low) * part
        short = round(exact, 2)
        return exact if self.unique or not low <= short <= high else short

    def extremes(self) -> dict[str, Json]:
        """Return the limits."""
        given = {"least": self.minimum, "most": self.maximum}
        return {name: limit for name, limit in given.items() if limit is not None}

    def wrong(self) -> dict[str, Json]:
        """Return other types, and the nearest numbers beyond the limits."""
        below = nextafter(-inf if self.minimum is None else self.minimum, -inf)
        above = nextafter(inf if self.maximum is None else self.maximum, inf)
        beyond = {"too small": below, "too large": above}
        finite = {name: number for name, number in beyond.items() if abs(number) < inf}
        return {**super().wrong(), "text": "1.5", "true": True, **finite}


class Counted(Kind):
    """Values that follow one another in steps; each has a place, which is a whole number."""

    ordered = True
    lowest = -(10**18)
    highest = 10**18

    def __init__(self, *, minimum: Json = None, maximum: Json = None, **options: Any) -> None:
        """Take the limits, as JSON has them."""
        super().__init__(**options)
        self.minimum, self.maximum = minimum, maximum

    @abstractmethod
    def place(self, value: Json) -> int:
        """Return the place of a value."""

    @abstractmethod
    def at(self, place: int) -> Json:
        """Return the value at a place."""

    @abstractmethod
    def usual(self) -> tuple[int, int]:
        """Return the places between which values are plausible."""

    @property
    def limits(self) -> tuple[int, int]:
        """The places of the least and the largest value."""
        low = self.lowest if self.minimum is None else self.place(self.minimum)
        high = self.highest if self.maximum is None else self.place(self.maximum)
        return low, high

    @property
    def capacity(self) -> int:
        """How many there are between the limits."""
        low, high = self.limits
        return high - low + 1

    def value(self, random: Random, number: int) -> Json:
        """Return one between the usual ones, as far as the limits allow that."""
        lowest, highest = self.limits
        low, high = (min(max(each, lowest), highest) for each in self.usual())
        if not self.unique:
            return self.at(random.randint(low, high))
        return self.at(lowest + (low - lowest + number) % (highest - lowest + 1))

    def extremes(self) -> dict[str, Json]:
        """Return the limits."""
        low, high = self.limits
        return {"least": self.at(low), "most": self.at(high)}

    def order(self, value: Json) -> Any:
        """Return the place."""
        return self.place(value)


class Whole(Counted):
    """A whole number."""

    def __init__(self, *, bits: int = 32, **options: Any) -> None:
        """Take the size of the column."""
        super().__init__(**options)
        self.lowest, self.highest = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1

    def place(self, value: Json) -> int:
        """Return the number."""
        return int(value)

    def at(self, place: int) -> Json:
        """Return the number."""
        return place

    def usual(self) -> tuple[int, int]:
        """Return what suits the name."""
        return usual_numbers(self.topic)

    def wrong(self) -> dict[str, Json]:
        """Return other types, and the numbers beyond the limits."""
        low, high = self.limits
        beyond = {"too small": low - 1, "too large": high + 1}
        return {**super().wrong(), "text": "1", "fraction": 1.5, "true": True, **beyond}


class Exact(Counted):
    """A decimal number; answers have it as a text with all its digits."""

    def __init__(self, precision: int, scale: int, **options: Any) -> None:
        """Take the digits of the column: in all, and behind the point."""
        super().__init__(**options)
        self.scale = scale
        self.lowest, self.highest = 1 - 10**precision, 10**precision - 1

    def place(self, value: Json) -> int:
        """Return how many of its last digit it is."""
        return int(DIGITS.scaleb(Decimal(value), self.scale))

    def at(self, place: int) -> Json:
        """Return the number."""
        return f"{DIGITS.scaleb(Decimal(place), -self.scale):f}"

    def usual(self) -> tuple[int, int]:
        """Return what suits the name."""
        low, high = usual_numbers(self.topic)
        return low * 10**self.scale, high * 10**self.scale

    def extremes(self) -> dict[str, Json]:
        """Return the limits, and zero."""
        low, high = self.limits
        return {**super().extremes(), **({"zero": self.at(0)} if low <= 0 <= high else {})}

    def shown(self, value: Json) -> Json:
        """Return it with all digits behind the point."""
        return self.at(self.place(value))

    def wrong(self) -> dict[str, Json]:
        """Return other types, numbers beyond the limits, and those with too many digits."""
        low, high = self.limits
        beyond = {"too small": self.at(low - 1), "too large": self.at(high + 1)}
        digits = f"{self.at(low)}{'' if self.scale else '.'}1"
        beyond |= {"digits": digits, "unsure digits": 10.0 ** (15 - self.scale)}
        return {**super().wrong(), "text": "1,5", "true": True, **beyond}


def usual_numbers(topic: str) -> tuple[int, int]:
    """Return between which numbers those are that are called so."""
    name = topic.partition(".")[2]
    for words, limits in USUAL.items():
        if any(word in name for word in words.split()):
            return limits
    return 1, 1000


USUAL = {
    "age": (18, 90),
    "price cost fee": (2, 200),
    "total amount salary balance": (10, 900),
    "quantity count stock copies": (1, 50),
    "year": (1950, 2025),
    "rating stars score": (1, 5),
    "percent discount rate": (0, 50),
    "pages": (80, 900),
    "floor level": (0, 12),
}
