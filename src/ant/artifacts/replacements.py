"""Replacement of texts in shared files that differ between projects."""

Replacements = tuple[tuple[str, str], ...]
"""Texts of a file, each with what replaces it."""


def replaced(content: bytes, replacements: Replacements) -> bytes:
    """Return the content with texts replaced; raise ``LookupError`` where one is not there."""
    text = content.decode()
    for old, new in replacements:
        if old not in text:
            raise LookupError(f"The template does not contain {old!r} any more.")
        text = text.replace(old, new)
    return text.encode()
