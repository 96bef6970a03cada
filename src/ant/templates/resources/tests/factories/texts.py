"""Kinds of fields that hold texts."""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from factories.kinds import Json, Kind
from factories.pattern_text import LETTERS, Maker, pattern_maker
from factories.words import FIRST, LAST, NOUNS, plausible

TRIES = 3000
FEW = 8  # different texts that match a pattern, where they need not all be different
ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]*@([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")
LONGEST_LOCAL, LONGEST_LABEL = 64, 60
NUL = "\0"


class Text(Kind):
    """A text; one with a pattern for which none is found here needs ``examples``."""

    def __init__(
        self,
        *,
        minimum: int = 0,
        maximum: int | None = None,
        blank: bool = False,
        pattern: str = "",
        examples: Sequence[str] = (),
        **options: Any,
    ) -> None:
        """Take the limits of the length, whether it may be blank, and what must be found in it."""
        super().__init__(**options)
        self.minimum, self.maximum = minimum, maximum
        self.blank = blank
        self.pattern = pattern
        self._examples = list(examples)
        self._candidates: Iterator[str] | None = None

    @property
    def most(self) -> int:
        """The longest length."""
        return self.maximum if self.maximum is not None else max(self.minimum, 1000)

    def value(self, random: Random, number: int) -> Json:
        """Return a text that suits the name and fits."""
        if self.pattern:
            return self._matching(number if self.unique else random.randrange(FEW))
        return self.fitted(self.made(random, number), str(number) if self.unique else "")

    def made(self, random: Random, number: int) -> str:
        """Return a text that need not fit."""
        return plausible(self.topic, random)

    def fitted(self, text: str, number: str) -> str:
        """Return a text cut off or filled up to fit, with a number that tells it from others."""
        end = f" {number}" if number and len(number) + 4 < self.most else number[-self.most :]
        room = self.most - len(end)
        text = text[:room].rstrip()
        filler = LETTERS * (self.minimum // len(LETTERS) + 1)
        return text + filler[: max(0, self.minimum - len(text) - len(end))] + end

    def fits(self, text: str) -> bool:
        """Whether it is a right value."""
        is_long_enough = self.minimum <= len(text) and (self.blank or bool(text.strip()))
        return is_long_enough and len(text) <= self.most and bool(re.search(self.pattern, text))

    def of_length(self, length: int) -> str:
        """Return a text of this length."""
        return (LETTERS * (length // len(LETTERS) + 1))[:length]

    def extremes(self) -> dict[str, Json]:
        """Return the shortest and the longest text, and one of odd characters."""
        if self.pattern:
            return {}
        odd = {"odd": self.fitted('Zoë\'s "100%" <b>_\\', "")}
        longest = {"longest": self.of_length(self.maximum)} if self.maximum is not None else {}
        shortest = self.minimum if self.blank else max(self.minimum, 1)
        return {"shortest": self.of_length(shortest), **odd, **longest}

    def wrong(self) -> dict[str, Json]:
        """Return other types, and texts that are too short, too long or do not match."""
        found = {**super().wrong(), "number": 1, "list": ["a"], "nul": f"{self.of_length(8)}{NUL}"}
        if not self.blank:
            found |= {"empty": "", "blank": " " * max(self.minimum, 1), "tab": "\t"}
        if self.minimum > 0:
            found["too short"] = self.of_length(self.minimum - 1)
        if self.maximum is not None:
            found["too long"] = self.of_length(self.maximum + 1)
        if self.pattern:
            length = min(max(self.minimum, 3), self.most)
            texts = (each * length for each in ("!", "a", "A", "0", " ", "-", "ü"))
            odd = [each for each in texts if not re.search(self.pattern, each)]
            found |= {"no match": odd[0]} if odd else {}
        return found

    def _matching(self, index: int) -> str:
        """Return the text with this index among those that match, or one before it."""
        if self._candidates is None:
            self._candidates = self._found()
        while len(self._examples) <= index:
            text = next(self._candidates, None)
            if text is None:
                break
            if text not in self._examples:
                self._examples.append(text)
        if not self._examples:
            place = f"tests/factories/{self.topic.partition('.')[0]}_factory.py"
            raise LookupError(f"Give {self.name!r} in {place} examples=[...] for {self.pattern!r}.")
        return self._examples[index % len(self._examples)]

    def _found(self) -> Iterator[str]:
        """Look for texts that match: plausible ones, such as the pattern says, and both joined."""
        try:
            maker: Maker = pattern_maker(self.pattern)
        except ValueError:
            maker = str
        for number in range(TRIES):
            random = Random(number)
            text = self.fitted(self.made(random, number), str(number))
            by_pattern = maker(random) if maker is not str else ""
            filler = self.of_length(max(0, self.minimum - len(by_pattern)))
            for each in (by_pattern, by_pattern + filler, filler + by_pattern, text):
                if self.fits(each):
                    yield each
            if self.fits(by_pattern + text):
                yield by_pattern + text
            if self.fits(text + by_pattern):
                yield text + by_pattern


class Password(Text):
    """A text that is stored as a hash and never shown."""

    def __init__(self, **options: Any) -> None:
        """Hide it."""
        super().__init__(**options)
        self.hidden = True

    def made(self, random: Random, number: int) -> str:
        """Return three words and a number."""
        return "-".join([*random.sample(NOUNS, 3), str(random.randint(10, 99))])


class Email(Text):
    """An address of electronic mail, kept in lower case."""

    def shown(self, value: Json) -> Json:
        """Return it in lower case."""
        return value.lower()

    def made(self, random: Random, number: int) -> str:
        """Return the address of somebody who is nobody."""
        return f"{random.choice(FIRST)}.{random.choice(LAST)}@example.com".lower()

    def fitted(self, text: str, number: str) -> str:
        """Return an address that fits."""
        name, _, domain = text.partition("@")
        address = f"{name}{number}@{domain}"
        if len(address) > self.most:
            address = f"{number or 'a'}@ex.co"
        return _lengthened(address, self.minimum)

    def fits(self, text: str) -> bool:
        """Whether it is an address as well."""
        return super().fits(text) and bool(ADDRESS.fullmatch(text))

    def of_length(self, length: int) -> str:
        """Return an address of this length; a short text is none."""
        return _lengthened("a@example.com", length) if length > 12 else super().of_length(length)

    def extremes(self) -> dict[str, Json]:
        """Return the longest address."""
        found = super().extremes()
        return {"longest": found["longest"]} if found and self.most > 12 else {}

    def wrong(self) -> dict[str, Json]:
        """Return what is no address as well."""
        return {**super().wrong(), "no address": "nobody", "no domain": "somebody@"}


class Url(Text):
    """An address on the web."""

    def made(self, random: Random, number: int) -> str:
        """Return the address of a page that nobody has."""
        return f"https://example.com/{random.choice(NOUNS)}"

    def fitted(self, text: str, number: str) -> str:
        """Return an address that fits."""
        address = f"{text}-{number}" if number else text
        if len(address) > self.most:
            address = f"http://ex.co/{number}"
        return address + super().of_length(max(0, self.minimum - len(address)))

    def fits(self, text: str) -> bool:
        """Whether it is an address as well."""
        return super().fits(text) and bool(re.fullmatch(r"https?://[a-z0-9.-]+\.[a-z]+\S*", text))

    def of_length(self, length: int) -> str:
        """Return an address of this length; a short text is none."""
        return f"https://ex.co/{'a' * (length - 14)}" if length > 14 else super().of_length(length)

    def extremes(self) -> dict[str, Json]:
        """Return the longest address."""
        found = super().extremes()
        return {"longest": found["longest"]} if found and self.most > 14 else {}

    def wrong(self) -> dict[str, Json]:
        """Return what is no address as well."""
        return {**super().wrong(), "no address": "nowhere", "no scheme": "example.com/a"}


def _lengthened(address: str, length: int) -> str:
    """Return an address with a longer name, and more in front of its domain where that is full."""
    name, _, domain = address.partition("@")
    missing = max(0, length - len(address))
    name += "a" * min(missing, LONGEST_LOCAL - len(name))
    missing = max(0, length - len(name) - 1 - len(domain))
    if missing == 1:
        name, missing = name[:-1], 2
    while missing > 0:
        size = min(missing, LONGEST_LABEL)
        size -= missing - size == 1
        domain = f"{'a' * (size - 1)}.{domain}"
        missing -= size
    return f"{name}@{domain}"
