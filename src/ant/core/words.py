"""Words in messages."""

from collections.abc import Iterable

LONGEST_QUOTE = 100


def quoted(text: str) -> str:
    """The text with everything escaped that a terminal could take for a command."""
    shown = shortened(text)
    return f"'{shown}'" if shown.isprintable() else ascii(shown)


def shortened(text: str) -> str:
    """The text, or how it begins where it is too long for a message."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:40]}…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who mistyped this one most likely meant."""
    from difflib import get_close_matches  # noqa: PLC0415, slow to load and seldom needed

    close = get_close_matches(shortened(word).lower(), list(known), n=1)
    return close[0] if close else None
