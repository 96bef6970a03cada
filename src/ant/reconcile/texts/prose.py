"""Three-way merge of prose, such as a README."""

from difflib import SequenceMatcher

BREAK = b"\n\n"
"""What is between two paragraphs; a heading and a block of code are some as well."""


def merge_prose(current: bytes, base: bytes, incoming: bytes) -> bytes:
    """Return the text with the paragraphs replaced that differ between two renderings.

    Only a paragraph that occurs once, exactly as rendered, is replaced or removed. A new one is
    inserted before its successor in the new rendering, unless its first line, which is a heading,
    is there already. Everything else is kept.
    """
    before, after = base.split(BREAK), incoming.split(BREAK)
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, i, j, k, m in changes:
        removed, added, following = (BREAK.join(paragraphs) for paragraphs in (
            before[i:j], after[k:m], before[j : j + 1]
        ))  # fmt: skip
        if tag == "replace":
            current = _exchanged(current, removed, added)
        elif tag == "delete":
            current = _exchanged(current, removed + b"\n", b"")
        elif tag == "insert" and following and added.split(b"\n")[0] not in current.split(b"\n"):
            current = _exchanged(current, following, added + BREAK + following)
    return current


def _exchanged(text: bytes, old: bytes, new: bytes) -> bytes:
    """The text with whole lines exchanged, if they are there exactly once."""
    framed, old, new = b"\n" + text + b"\n", b"\n" + old + b"\n", b"\n" + new + b"\n"
    start = framed.find(old)
    if start < 0 or framed.find(old, start + 1) >= 0:
        return text
    return framed.replace(old, new if new.strip() else b"\n")[1:-1]
