"""Python calls as ``ruff format`` would lay them out, and Python's literals."""

from collections.abc import Sequence
from typing import NamedTuple

from ant.rendering.wrap import WIDTH


class Call(NamedTuple):
    """What stands in brackets behind something; an argument is a text or another call."""

    head: str
    """What comes before the opening bracket, and the bracket."""
    arguments: "Sequence[str | Call]"
    end: str = ")"

    def __str__(self) -> str:
        """The call on one line."""
        return f"{self.head}{', '.join(map(str, self.arguments))}{self.end}"


def call(name: str, *arguments: "str | Call", **named: "str | Call | None") -> Call:
    """Return a call; a named argument that is None is left out."""
    given = [behind(f"{key}=", value) for key, value in named.items() if value is not None]
    return Call(f"{name}(", [*arguments, *given])


def laid_out(prefix: str, value: Call, indent: str, suffix: str = "") -> str:
    """Return ``prefix`` and the call, broken into lines where they are too long for one."""
    line = f"{indent}{prefix}{value}{suffix}"
    if len(line) <= WIDTH or not value.arguments:
        return line
    inner = f"{indent}    "
    inside = f"{inner}{', '.join(map(str, value.arguments))}"
    head = f"{indent}{prefix}{value.head}"
    tail = f"{indent}{value.end}{suffix}"
    if len(head) > WIDTH and prefix.endswith(" = ") and len(f"{inner}{value}") <= WIDTH:
        return "\n".join([f"{indent}{prefix}(", f"{inner}{value}", f"{indent})"])
    if len(inside) <= WIDTH and value.end == ")":
        return "\n".join([head, inside, tail])
    lines = [_argument(each, inner) for each in value.arguments]
    return "\n".join([head, *lines, tail])


def _argument(argument: "str | Call", indent: str) -> str:
    if isinstance(argument, Call):
        return laid_out("", argument, indent, ",")
    return f"{indent}{argument},"


def literal(value: object) -> str | Call:
    """Return a value of JSON as Python, in ASCII and in double quotes."""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return Call("[", [literal(each) for each in value], "]")
    if isinstance(value, dict):
        return Call("{", [behind(f"{text(key)}: ", literal(value[key])) for key in value], "}")
    return repr(value)


def behind(prefix: str, value: str | Call) -> str | Call:
    """Return a value with something right before it."""
    return value._replace(head=prefix + value.head) if isinstance(value, Call) else prefix + value


def text(value: str) -> str:
    """Return a text as a literal in those quotes that need fewer escapes, double ones first."""
    inside = ascii(f'"{value}')[2:-1].replace("\\'", "'")  # the quote before it makes this certain
    if inside.count('"') <= inside.count("'"):
        return '"' + inside.replace('"', '\\"') + '"'
    return "'" + inside.replace("'", "\\'") + "'"
