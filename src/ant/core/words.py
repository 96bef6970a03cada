"""Words in messages."""

from collections.abc import Iterable

LONGEST_QUOTE = 100


def quoted(text: str) -> str:
    """The text with everything escaped that a terminal could take for a command."""
    shown = text if len(text) <= LONGEST_QUOTE else f"{text[:40]}…"
    return f"'{shown}'" if shown.isprintable() else ascii(shown)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that somebody who mistyped this one most likely meant."""
    from difflib import get_close_matches  # noqa: PLC0415, slow to load and seldom needed

    return next(iter(get_close_matches(word, list(known), n=1)), None)
