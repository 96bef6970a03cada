"""Texts with requests and their options as values, for each front end to spell."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from ant.core.planning.requests import Request, shown


class Option(NamedTuple):
    """An option of a request, or an answer to a question of its plan, in a text."""

    name: str
    value: str = ""

    def __str__(self) -> str:
        """The option as Python has it: ``cascade=True``, ``'fill:users.age': VALUE``."""
        if ":" in self.name:
            return f"{self.name!r}: {self.value}"
        return f"{self.name}={self.value}" if self.value else self.name


AGREE = Option("agree", "True")
"""The agreement to all open questions of a plan."""

Part: TypeAlias = str | Request | Option
Spell: TypeAlias = Callable[[Request | Option], str]


class Text(str):
    """A text that spells requests as Python, and the parts that it is made of."""

    parts: tuple[Part, ...]

    def __new__(cls, *parts: Part) -> "Text":
        """Join the parts; those of a text among them become parts as well."""
        text = super().__new__(cls, "".join(map(_in_python, parts)))
        text.parts = tuple(
            inner for part in parts for inner in (part.parts if isinstance(part, Text) else (part,))
        )
        return text

    def changed(self, change: Callable[[str], str]) -> "Text":
        """The same with each part changed that is plain text."""
        return Text(*(change(part) if isinstance(part, str) else part for part in self.parts))


def spelled(text: str, spell: Spell) -> str:
    """Return a text as a front end spells it."""
    if not isinstance(text, Text):
        return text
    return "".join(part if isinstance(part, str) else spell(part) for part in text.parts)


def _in_python(part: Part) -> str:
    return str(part) if isinstance(part, str | Option) else shown(part)
