"""Settings files as python-dotenv reads them: what they set, and on which lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from ant.reconcile.texts.keyed.entries import Statement
from ant.reconcile.texts.text import Text

_EMPTY = re.compile(r"\s*")
_EXPORT = re.compile(r"(?:export[^\S\r\n]+)?")
_KEY = re.compile(r"'(?P<quoted>[^']+)'|(?P<plain>(?!')[^=\#\s]+)")
_EQUALS = re.compile(r"[^\S\r\n]*=[^\S\r\n]*")
_VALUE = re.compile(r"""'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|(?!['"])[^\r\n]*""")
_END = re.compile(r"(?>(?:[^\S\r\n]*#[^\r\n]*)?)[^\S\r\n]*(?:\r\n|\n|\r|$)")
_REST = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_COMMENTED = re.compile(r"\s*#\s*(?:export\s+)?(?P<key>[A-Za-z_]\w*)[^\S\r\n]*=(?P<value>\S*)\s*")
_MENTIONED = re.compile(r"[^\S\n]*#[#\s]*(?:export\s+)?'?(?P<key>[A-Za-z_]\w*)'?\s*=")

_SET = "set"
_COMMENT = ""


class Binding(NamedTuple):
    """A key with the text of its value, quotes included; None where there is no value.

    A line that cannot be parsed has no key. ``first`` and ``last`` are offsets in the text.
    """

    key: str | None
    value: str | None
    first: int
    last: int


def bindings(text: str) -> Iterator[Binding]:
    """What a text sets, in order; comments are left out."""
    position = _end(_EMPTY, text, 0)
    while position < len(text):
        found = _binding(text, position)
        if found.key != _COMMENT:
            yield found
        position = _end(_EMPTY, text, found.last)


def statements(text: Text) -> list[Statement]:
    """The settings of a file, and those that are commented out, by their lines."""
    whole = text_of(text)
    starts = [0, *accumulate(map(len, map("".join, zip(text.lines, text.ends, strict=True))))]
    found: list[Statement] = []
    for binding in bindings(whole):
        first = bisect_right(starts, binding.first) - 1
        last = bisect_right(starts, binding.last - 1)
        key = binding.key or whole[binding.first : binding.last]
        found.append(Statement(first, last, key, (_SET, binding.value)))
    of_statements = {line for statement in found for line in range(statement.first, statement.last)}
    for position, line in enumerate(text.lines):
        commented = _COMMENTED.fullmatch(line)
        if commented and position not in of_statements:
            value = ("commented out", commented["value"])
            found.append(Statement(position, position + 1, commented["key"], value))
    return sorted(found, key=lambda statement: statement.first)


def mentioned(text: Text) -> set[str]:
    """The keys that are set in a file, or commented out."""
    comments = (_MENTIONED.match(line) for line in text.lines)
    in_comments = {comment["key"] for comment in comments if comment}
    return in_comments | {statement.key for statement in statements(text)}


def is_set(statement: Statement) -> bool:
    """Whether a setting is set, not commented out."""
    return isinstance(statement.value, tuple) and statement.value[0] == _SET


def text_of(text: Text) -> str:
    """A file in one piece, without its mark of the byte order."""
    return "".join(map("".join, zip(text.lines, text.ends, strict=True)))


def _binding(text: str, first: int) -> Binding:
    """What begins at a place; a line that is not understood has no key."""
    rest = _end(_REST, text, first)
    begin = _end(_EXPORT, text, first)
    if text.startswith("#", begin):
        return Binding(_COMMENT, None, first, rest)
    key = _KEY.match(text, begin)
    if not key:
        return Binding(None, None, first, rest)
    position, value = key.end(), None
    equals = _EQUALS.match(text, position)
    if equals:
        found = _VALUE.match(text, equals.end())
        if not found:
            return Binding(None, None, first, _end(_REST, text, equals.end()))
        position, value = found.end(), found[0].strip()
    end = _END.match(text, position)
    if not end:
        return Binding(None, None, first, _end(_REST, text, position))
    return Binding(key["quoted"] or key["plain"], value, first, end.end())


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
