"""Words in messages."""

from collections.abc import Iterable, Sequence

LONGEST_QUOTE = 100

LONGEST_LIST, SHOWN = 12, 10
"""Words that are listed, and how many are where there are more."""


def quoted(text: str) -> str:
    """The text with everything escaped that a terminal could take for a command."""
    shown = shortened(text)
    return f"'{shown}'" if shown.isprintable() else ascii(shown)


def shortened(text: str) -> str:
    """The text, or how it begins where it is too long for a message."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:40]}…"


def listed(words: Sequence[str]) -> str:
    """The words in a row; of very many the first ones, and how many more there are."""
    if len(words) <= LONGEST_LIST:
        return ", ".join(words)
    return f"{', '.join(words[:SHOWN])} and {len(words) - SHOWN} more"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who mistyped this one most likely meant."""
    from difflib import get_close_matches  # noqa: PLC0415, slow to load and seldom needed

    close = get_close_matches(shortened(word).lower(), list(known), n=1)
    return close[0] if close else None
