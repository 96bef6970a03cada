"""Kinds of fields: each knows values that are right, the extremes among them, and wrong ones."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

Json = Any
MANY = 10**6  # different values, or more: as many as anybody needs


class Kind(ABC):
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

    @abstractmethod
    def value(self, random: Random, number: int) -> Json:
        """Return a plausible value; where it is unique, another one for each number."""

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

    @property
    def capacity(self) -> int:
        """Two."""
        return 2

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
        numbers = {"number": 0.5, "lowest": -(2**63), "highest": {"of 64 bits": 2**64 - 1}}
        return {"text": "", "false": False, "list": [], "nested": {"ü": [None]}, **numbers}

    def wrong(self) -> dict[str, Json]:
        """Return what no database stores, or nobody could read."""
        deep: Json = []
        for _ in range(101):
            deep = [deep]
        odd = {
            "nul": ["a\0b"],
            "nul in a key": {"\0": 1},
            "too large": [2**64],
            "too low": -(2**63) - 1,
        }
        return {**super().wrong(), **odd, "too deep": deep}


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
