"""Texts that match a regular expression, of the shapes that patterns of fields have."""

from collections.abc import Callable
from random import Random

Maker = Callable[[Random], str]
"""Makes a text anew each time."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
ALL = LETTERS + LETTERS.upper() + DIGITS + " -_.,:;!?@#%&/()+*='\""
CLASSES = {
    "d": DIGITS,
    "w": LETTERS + LETTERS.upper() + DIGITS + "_",
    "s": " ",
    "D": LETTERS,
    "W": "-.,:",
    "S": LETTERS + DIGITS,
}
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
MOST_MORE = 12  # how often something is repeated at most beyond what it must be


def pattern_maker(pattern: str) -> Maker:
    """Return what makes texts that probably match; raise ``ValueError`` for what it cannot read.

    Anchors and conditions on what follows are passed over: whoever asks looks whether a text does.
    """
    reader = _Reader(pattern)
    maker = reader.alternatives()
    if reader.place < len(pattern):
        raise ValueError(f"cannot read {pattern!r}")
    return maker


class _Reader:
    """Reads an expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.place = 0

    def alternatives(self) -> Maker:
        """Read up to the end or to the bracket that closes."""
        options = [self._sequence()]
        while self._skip("|"):
            options.append(self._sequence())
        return lambda random: random.choice(options)(random)

    def _sequence(self) -> Maker:
        parts: list[Maker] = []
        while self.place < len(self.pattern) and self.pattern[self.place] not in "|)":
            parts.append(self._repeated(self._atom()))
        return lambda random: "".join(part(random) for part in parts)

    def _repeated(self, part: Maker) -> Maker:
        if self._skip("*"):
            least, most = 0, MOST_MORE
        elif self._skip("+"):
            least, most = 1, MOST_MORE
        elif self._skip("?"):
            least, most = 0, 1
        elif self._skip("{"):
            least, most = self._counts()
        else:
            return part
        self._skip("?")  # as few as possible, which are as good
        return lambda random: "".join(part(random) for _ in range(random.randint(least, most)))

    def _counts(self) -> tuple[int, int]:
        end = self.pattern.index("}", self.place)
        least, comma, most = self.pattern[self.place : end].partition(",")
        self.place = end + 1
        low = int(least or 0)
        return low, int(most) if most else low + (MOST_MORE if comma else 0)

    def _atom(self) -> Maker:
        char = self._next()
        if char in "^$":
            return lambda random: ""
        if char == "(":
            return self._group()
        if char == "[":
            return _one_of(self._set())
        if char == ".":
            return _one_of(LETTERS)
        if char == "\\":
            return self._escape()
        return lambda random: char

    def _group(self) -> Maker:
        seen = True
        if self._skip("?"):
            kind = self._next()
            if kind == "P":
                self.place = self.pattern.index(">", self.place) + 1
            elif kind == "<":
                self._next()
                seen = False
            elif kind in "=!":
                seen = False
            elif kind != ":":
                raise ValueError(f"cannot read {self.pattern!r}")
        inside = self.alternatives()
        self._next()
        return inside if seen else lambda random: ""

    def _escape(self) -> Maker:
        char = self._next()
        if char in "bBAZ":
            return lambda random: ""
        return _one_of(self._class(char))

    def _class(self, char: str) -> str:
        if char in CLASSES:
            return CLASSES[char]
        if char in "xu":
            length = 2 if char == "x" else 4
            self.place += length
            return chr(int(self.pattern[self.place - length : self.place], 16))
        if char.isalnum() and char not in ESCAPES:
            raise ValueError(f"cannot read {self.pattern!r}")
        return ESCAPES.get(char, char)

    def _set(self) -> str:
        negated = self._skip("^")
        chars = ""
        while not chars or self.pattern[self.place] != "]":
            chars += self._range()
        self.place += 1
        return "".join(char for char in ALL if char not in chars) if negated else chars

    def _range(self) -> str:
        first = self._next()
        if first == "\\":
            first = self._class(self._next())
        if len(first) > 1 or self.pattern[self.place :].startswith("-]") or not self._skip("-"):
            return first
        last = self._next()
        last = self._class(self._next()) if last == "\\" else last
        return "".join(map(chr, range(ord(first), ord(last) + 1)))

    def _skip(self, char: str) -> bool:
        found = self.pattern[self.place : self.place + 1] == char
        self.place += found
        return found

    def _next(self) -> str:
        if self.place >= len(self.pattern):
            raise ValueError(f"cannot read {self.pattern!r}")
        self.place += 1
        return self.pattern[self.place - 1]


def _one_of(chars: str) -> Maker:
    return lambda random: random.choice(chars)
