"""A text file as lines, whatever its newlines: what people wrote comes back byte for byte."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

BOM = "\ufeff"

# What git and editors count as the end of a line; str.splitlines() also splits at form feeds,
# U+2028 and others, which are part of a line here.
_LINE = re.compile(r"([^\n]*?)(\r?\n|\Z)")


class NotText(ValueError):
    """A file that is not UTF-8 text; the message says why."""


class Text(NamedTuple):
    """The lines of a file without their ends, and beside them how each of them ends."""

    lines: tuple[str, ...]
    ends: tuple[str, ...]
    bom: str = ""

    @property
    def newline(self) -> str:
        """How most lines end."""
        counts = Counter(end for end in self.ends if end)
        return counts.most_common(1)[0][0] if counts else "\n"

    @property
    def has_final_newline(self) -> bool:
        """Whether the last line has an end."""
        return not self.ends or bool(self.ends[-1])


Piece = tuple[str, str | None]
"""A line and its ending; None for the ending of the file that it is inserted into."""


def read_text(content: bytes) -> Text:
    """Return the lines of a file; raise ``NotText``."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise NotText("it is not UTF-8 text") from None
    if "\0" in text:
        raise NotText("it is not UTF-8 text")
    bom = BOM if text.startswith(BOM) else ""
    pairs = [(found[1], found[2]) for found in _LINE.finditer(text.removeprefix(BOM))]
    pairs = [pair for pair in pairs if pair != ("", "")]
    return Text(tuple(line for line, _ in pairs), tuple(end for _, end in pairs), bom)


def pieces(text: Text, first: int = 0, last: int | None = None) -> list[Piece]:
    """The lines from ``first`` to before ``last``, unchanged."""
    chosen = slice(first, last)
    return [*zip(text.lines[chosen], text.ends[chosen], strict=True)]


def inserted(lines: Iterable[str]) -> list[Piece]:
    """Generated lines, which get the line ending of the file."""
    return [(line, None) for line in lines]


def written(parts: Sequence[Piece], current: Text, base: Text, incoming: Text) -> bytes:
    """Return a file's bytes, with the BOM and the line endings of ``current``.

    The last line gains or loses its ending where the newer version changed that and nobody else
    did.
    """
    newline = current.newline if any(current.ends) else incoming.newline
    ended = [line + (newline if end is None else end or newline) for line, end in parts]
    if ended:
        last, end = parts[-1]
        takes_incoming = current.has_final_newline == base.has_final_newline
        ends_with_newline = (
            incoming.has_final_newline if takes_incoming else current.has_final_newline
        )
        ended[-1] = last + ((end or newline) if ends_with_newline else "")
    return (current.bom + "".join(ended)).encode("utf-8")
