"""Python calls and literals, laid out as ``ruff format`` would."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, Union

from ant.core.fields import Json
from ant.rendering.wrap import WIDTH

Piece: TypeAlias = Union[str, "Code"]
STEP = "    "


class Code(NamedTuple):
    """What stands in brackets, with what comes before and behind it."""

    head: str
    inside: Sequence[Piece]
    tail: str = ")"
    spread: bool = False
    """Whether it has a line for each part, however short they are."""

    def __str__(self) -> str:
        """All of it on one line."""
        return f"{self.head}{', '.join(map(str, self.inside))}{self.tail}"

    @property
    def needs_lines(self) -> bool:
        """Whether it, or something in it, is spread."""
        return self.spread or any(isinstance(e, Code) and e.needs_lines for e in self.inside)


def call(function: str, /, *arguments: Piece, **named: Piece) -> Code:
    """Return a call of a function."""
    given = [_prefixed(f"{key}=", value) for key, value in named.items()]
    return Code(f"{function}(", [*arguments, *given])


def laid_out(piece: Piece, indent: str, end: str = "") -> str:
    """Return a piece of code as lines, in which it is broken where it is too long for one."""
    line = f"{indent}{piece}{end}"
    if isinstance(piece, str):
        return line
    if not piece.needs_lines and (len(line) <= WIDTH or not piece.inside):
        return line
    inner = indent + STEP
    together = f"{inner}{', '.join(map(str, piece.inside))}"
    if piece.tail.startswith(")") and not piece.needs_lines and len(together) <= WIDTH:
        lines = [together]
    else:
        lines = [laid_out(each, inner, ",") for each in piece.inside]
    return "\n".join([indent + piece.head, *lines, indent + piece.tail + end])


def literal(value: Json) -> Piece:
    """Return a value of JSON as Python, in ASCII."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return Code("[", [literal(each) for each in value], "]")
    if isinstance(value, dict):
        entries = [_prefixed(f"{_text(key)}: ", literal(each)) for key, each in value.items()]
        return Code("{", entries, "}")
    return repr(value)


def _prefixed(prefix: str, piece: Piece) -> Piece:
    if isinstance(piece, str):
        return prefix + piece
    return piece._replace(head=prefix + piece.head)


def _text(value: str) -> str:
    """A text in double quotes, or in single ones where those spare it escapes."""
    inside = "'".join(ascii(part)[1:-1] for part in value.split("'"))
    if '"' not in inside:
        return f'"{inside}"'
    if "'" not in inside:
        return f"'{inside}'"
    return '"' + inside.replace('"', '\\"') + '"'
