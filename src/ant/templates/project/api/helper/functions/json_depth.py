"""The limit of JSON nesting, independent of the Python version's recursion limit."""

import json
from itertools import accumulate

DEEPEST = 200  # levels of lists and objects, so that no reader's stack overflows

ALL_BUT_BRACKETS = bytes({*range(256)} - {*b"[]{}"})
STEPS = {**dict.fromkeys(b"[{", 1), **dict.fromkeys(b"]}", -1)}


def is_too_deep(text: str | bytes) -> bool:
    """Whether a JSON text has more than ``DEEPEST`` levels; of any other text, whether it may."""
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    if content.count(b"[") + content.count(b"{") <= DEEPEST:
        return False
    if isinstance(text, bytes):  # JSON comes in other encodings, too
        content = text.decode(json.detect_encoding(text), "replace").encode()
    if b"\\" in content:  # a quote that is escaped ends no text
        content = content.replace(rb"\\", b"").replace(rb"\"", b"")
    outside_texts = content.split(b'"')[::2]
    brackets = b"".join(outside_texts).translate(None, ALL_BUT_BRACKETS)
    return max(accumulate(map(STEPS.__getitem__, brackets)), default=0) > DEEPEST
