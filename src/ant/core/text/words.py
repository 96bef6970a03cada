"""Words in messages."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

Hint = TypeVar("Hint", str, None)

LONGEST_QUOTE = 100

LONGEST_PATH = 4096
"""Characters: no system opens a longer one."""

LONGEST_LIST, SHOWN = 12, 10
"""The limits of a list of words."""

_NAMED = {
    "'": "a single quote", '"': "a double quote", "`": "a backtick", " ": "a space", "\t": "a tab",
    "\n": "a line break", "\r": "a carriage return", "\0": "a null character",
    "\x1b": "an escape character", "\x7f": "a delete character",
}  # fmt: skip
_OWNERS = ("route", "subroute")
_KINDS = {"Cc": "the control character", "Cs": "half of a character,", "Cf": "the invisible mark"}
"""What characters of some categories of Unicode are."""


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text in quotes that it does not contain, with all invisible characters escaped.

    Every name, path and value of a user is shown by this: control sequences of terminals, line
    breaks, characters that change the direction of text, and lone surrogates are escaped.
    """
    shown = shortened(text, longest)
    if shown.isprintable() and "'" not in shown:
        return f"'{shown}'"
    return repr(shown)


def quoted_path(path: str) -> str:
    """The path of a file in quotes, never shortened."""
    return quoted(path, LONGEST_PATH)


def plain(text: str) -> str:
    """A path or a name without quotes, if all of it is visible; quoted otherwise."""
    return text if text.isprintable() and text else quoted_path(text)


def character(char: str) -> str:
    """A single character in words: an invisible one, or a quote, by its name."""
    code = f"U+{ord(char):04X}"
    if char in _NAMED:
        return f"{_NAMED[char]} ({code})"
    if char.isascii() and char.isprintable():
        return f"'{char}'"
    import unicodedata  # noqa: PLC0415, few messages need it

    name = unicodedata.name(char, "").lower()
    kind = unicodedata.category(char)
    if kind[0] in "LNPS" and char.isprintable() and "filler" not in name:
        return f"'{char}' ({code})"
    what = _KINDS.get(kind, "the character")
    return f"{what} {code} ({name})" if name else f"{what} {code}"


def shortened(text: str, longest: int = LONGEST_QUOTE) -> str:
    """The text, or how it begins where it is too long for a message."""
    return text if len(text) <= longest else f"{text[: longest * 2 // 5]}…"


def owner_named(*names: str) -> str:
    """What has a word of a spec: the project, a route by its name, or a subroute of it by both."""
    words = [f"{kind} {quoted(name)}" for kind, name in zip(_OWNERS, names, strict=False)]
    return " of ".join(reversed(words)) or "the project"


def listed(words: Sequence[str]) -> str:
    """The words in a row; of very many the first ones, and the number of the others."""
    if len(words) <= LONGEST_LIST:
        return ", ".join(words)
    return f"{', '.join(words[:SHOWN])} and {len(words) - SHOWN} more"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The most similar known word for a mistyped one."""
    from difflib import get_close_matches  # noqa: PLC0415, slow to load and seldom needed

    close = get_close_matches(shortened(word).lower(), list(known), n=1)
    return close[0] if close else None


def did_you_mean(word: str, known: Iterable[str], otherwise: Hint) -> str | Hint:
    """The hint for a mistyped word: the most similar known one, or ``otherwise`` without one."""
    close = nearest(word, known)
    return f"Did you mean '{close}'?" if close else otherwise
