"""Replacement of texts in shared files that differ between projects."""

Places = tuple[tuple[str, str], ...]
"""Texts of a file, and their replacements."""


def otherwise(content: bytes, places: Places) -> bytes:
    """Return a text with others in some places; raise ``LookupError`` where one is not there."""
    text = content.decode()
    for said, instead in places:
        if said not in text:
            raise LookupError(f"The template does not say {said!r} any more.")
        text = text.replace(said, instead)
    return text.encode()
