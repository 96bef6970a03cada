"""Descriptions of routes and fields: one paragraph."""

from ant.field_types.base import Fault

LONGEST_DESCRIPTION = 500
"""Characters."""


def description_fault(text: object) -> Fault | None:
    """Return what is wrong with a description as somebody gave it."""
    if not isinstance(text, str) or not text.strip():
        return Fault("'description' must be a text that is not blank", None, "description")
    if len(text) > LONGEST_DESCRIPTION:
        what = f"'description' is longer than {LONGEST_DESCRIPTION} characters"
        return Fault(what, "Give a shorter one.", "description")
    if not in_a_line(text).isprintable():
        return Fault("'description' holds a character that cannot be seen", None, "description")
    return None


def in_a_line(text: str) -> str:
    """Return a description without the ends of lines that a document had for its own layout."""
    return " ".join(text.split())
