"""Kinds of fields: each knows values that are right, the extremes among them, and wrong ones."""

from collections.abc import Callable
from decimal import Decimal
from math import inf, nextafter
from random import Random
from typing import Any
from uuid import UUID

Json = Any
MANY = 10**6  # different values, or more: as many as anybody needs


class Kind:
    """One field of a route. ``name`` is its key in a body, ``topic`` that of its route as well."""

    ordered = False
    """Whether ``gt`` and ``lt`` give the same on every database, which they do not for texts."""

    def __init__(
        self,
        *,
        required: bool = False,
        unique: bool = False,
        private: bool = False,
        readonly: bool = False,
        default: Json = None,
    ) -> None:
        """Take what holds for any kind; ``default`` is ``None`` where there is none."""
        self.required = required
        self.unique = unique
        self.hidden = private
        self.readonly = readonly
        self.default = default
        self.name = ""
        self.topic = ""

    @property
    def nullable(self) -> bool:
        """Whether a row may be without a value."""
        return not self.required and self.default is None

    @property
    def capacity(self) -> int:
        """How many different values there are at least."""
        return MANY

    def value(self, random: Random, number: int) -> Json:
        """Return a plausible value; where it is unique, another one for each number."""
        raise NotImplementedError

    def several(self, count: int) -> list[Json]:
        """Return so many different values, or all that there are."""
        found: list[Json] = []
        for number in range(40 * count):
            value = self.value(Random(number), number)
            if value not in found and len(found) < count:
                found.append(value)
        return found

    def extremes(self) -> dict[str, Json]:
        """Return right values at the limits, by what they are."""
        return {}

    def wrong(self) -> dict[str, Json]:
        """Return values that must be refused, by what is wrong with them."""
        return {"null": None} if not self.nullable else {}

    def shown(self, value: Json) -> Json:
        """Return a value as an answer has it."""
        return value

    def order(self, value: Json) -> Any:
        """Return what values are compared by."""
        return value

    def is_fallback(self, shown: Json) -> bool:
        """Whether an answer shows what a row has that was given no value."""
        return bool(shown == (None if self.default is None else self.shown(self.default)))


class Flag(Kind):
    """True or false."""

    capacity = 2

    def value(self, random: Random, number: int) -> Json:
        """Return either."""
        return number % 2 == 0 if self.unique else random.random() < 0.5

    def wrong(self) -> dict[str, Json]:
        """Return what other languages take for true."""
        return {**super().wrong(), "text": "true", "number": 1}


class Choice(Kind):
    """One of a few texts."""

    def __init__(self, *values: str, **options: Any) -> None:
        """Take the texts."""
        super().__init__(**options)
        self.values = values

    @property
    def capacity(self) -> int:
        """How many there are."""
        return len(self.values)

    def value(self, random: Random, number: int) -> Json:
        """Return one of them."""
        return self.values[number % len(self.values)] if self.unique else random.choice(self.values)

    def extremes(self) -> dict[str, Json]:
        """Return each of them."""
        return {value: value for value in self.values}

    def wrong(self) -> dict[str, Json]:
        """Return what is none of them."""
        other = f"{max(self.values, key=len)}?"
        return {**super().wrong(), "unknown": other, "number": 1, "list": [self.values[0]]}


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


class Uuid(Kind):
    """A UUID."""

    def value(self, random: Random, number: int) -> Json:
        """Return one of the fourth version."""
        return str(UUID(int=random.getrandbits(128), version=4))

    def wrong(self) -> dict[str, Json]:
        """Return what is no UUID."""
        return {**super().wrong(), "text": "no uuid", "number": 1}


class Document(Kind):
    """Any JSON value."""

    def value(self, random: Random, number: int) -> Json:
        """Return an object."""
        tags = random.sample(["new", "gift", "fragile", "checked"], 2)
        return {"tags": tags, "size": {"width": random.randint(1, 90), "exact": True}}

    def extremes(self) -> dict[str, Json]:
        """Return one value of each type, ``null`` inside of one."""
        return {"text": "", "number": 0.5, "false": False, "list": [], "nested": {"ü": [None]}}

    def wrong(self) -> dict[str, Json]:
        """Return what no database stores, or nobody could read."""
        deep: Json = []
        for _ in range(101):
            deep = [deep]
        return {**super().wrong(), "nul": ["a\0b"], "nul in a key": {"\0": 1}, "too deep": deep}


class Reference(Kind):
    """The id of a row of another route, ``to``; what becomes of this row without that one."""

    def __init__(self, to: str, on_delete: str = "restrict", **options: Any) -> None:
        """Take the route."""
        super().__init__(**options)
        self.to = to
        self.on_delete = on_delete

    def value(self, random: Random, number: int) -> Json:
        """Return an id that may lead to nothing; a factory has those of rows that are there."""
        return number

    def wrong(self) -> dict[str, Json]:
        """Return what no id is."""
        return {**super().wrong(), "text": "1", "true": True, "too large": 2**63}


class Many:
    """Rows of another route, ``to``, that a row is linked to."""

    def __init__(self, to: str, link: Callable[[int, int], None]) -> None:
        """Take the route, and what links a row to one of its rows."""
        self.to = to
        self.link = link


class Counted(Kind):
    """Values that follow one another in steps; each has a place, which is a whole number."""

    ordered = True
    lowest = -(10**18)
    highest = 10**18

    def __init__(self, *, minimum: Json = None, maximum: Json = None, **options: Any) -> None:
        """Take the limits, as JSON has them."""
        super().__init__(**options)
        self.minimum, self.maximum = minimum, maximum

    def place(self, value: Json) -> int:
        """Return the place of a value."""
        raise NotImplementedError

    def at(self, place: int) -> Json:
        """Return the value at a place."""
        raise NotImplementedError

    def usual(self) -> tuple[int, int]:
        """Return the places between which values are plausible."""
        raise NotImplementedError

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
        return int(Decimal(value).scaleb(self.scale))

    def at(self, place: int) -> Json:
        """Return the number."""
        return f"{Decimal(place).scaleb(-self.scale):f}"

    def usual(self) -> tuple[int, int]:
        """Return what suits the name."""
        low, high = usual_numbers(self.topic)
        return low * 10**self.scale, high * 10**self.scale

    def shown(self, value: Json) -> Json:
        """Return it with all digits behind the point."""
        return self.at(self.place(value))

    def wrong(self) -> dict[str, Json]:
        """Return other types, the numbers beyond the limits, and one with a digit too many."""
        low, high = self.limits
        beyond = {"too small": self.at(low - 1), "too large": self.at(high + 1)}
        digits = f"{self.at(low)}{'' if self.scale else '.'}1"
        return {**super().wrong(), "text": "1,5", "true": True, "digits": digits, **beyond}


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
