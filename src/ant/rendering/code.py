"""Python calls and literals, laid out as ``ruff format`` would."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, Union

from ant.core.fields.field import Json
from ant.rendering.wrap import WIDTH

Piece: TypeAlias = Union[str, "Code"]
STEP = "    "


class Code(NamedTuple):
    """The content of brackets, with what precedes and follows them."""

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
        return self.spread or any(
            isinstance(piece, Code) and piece.needs_lines for piece in self.inside
        )


def call(function: str, /, *arguments: Piece, **named: Piece | None) -> Code:
    """Return a call of a function; a named argument that is None is left out."""
    keywords = [behind(f"{key}=", value) for key, value in named.items() if value is not None]
    return Code(f"{function}(", [*arguments, *keywords])


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
        lines = [laid_out(part, inner, ",") for part in piece.inside]
    return "\n".join([indent + piece.head, *lines, indent + piece.tail + end])


def assigned(target: str, value: Code, indent: str) -> str:
    """Return an assignment as lines, its value in brackets of its own where only that helps."""
    whole = value._replace(head=f"{target} = {value.head}")
    start = f"{indent}{target} = ("
    if len(indent + whole.head) > WIDTH and len(start) <= WIDTH:
        return "\n".join([start, laid_out(value, indent + STEP), f"{indent})"])
    return laid_out(whole, indent)


def literal(value: Json) -> Piece:
    """Return a value of JSON as Python, in ASCII."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return Code("[", [literal(item) for item in value], "]")
    if isinstance(value, dict):
        return Code("{", [behind(f"{text(key)}: ", literal(value[key])) for key in value], "}")
    return repr(value).replace("e+", "e")  # as formatters write a large float


def behind(prefix: str, piece: Piece) -> Piece:
    """Return a piece of code with something right before it."""
    return prefix + piece if isinstance(piece, str) else piece._replace(head=prefix + piece.head)


def text(value: str) -> str:
    """Return a text as a literal, in single quotes where those spare it escapes."""
    inside = ascii(f'"{value}')[2:-1].replace("\\'", "'")  # the quote before it makes this certain
    if inside.count('"') <= inside.count("'"):
        return '"' + inside.replace('"', '\\"') + '"'
    return "'" + inside.replace("'", "\\'") + "'"
