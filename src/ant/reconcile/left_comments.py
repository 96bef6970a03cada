"""Comments of somebody's that stood directly above code that a plan removes."""

import tokenize
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple


class LeftComment(NamedTuple):
    """A comment that stays, in a line of its own, where what it stood above is gone."""

    line: int
    """Its first line in the file as it is afterwards, counted from 1."""
    text: str
    """What stands in that line."""


def find_left_comments(before: bytes, after: bytes, generated: bytes) -> Iterator[LeftComment]:
    """Yield the comments of a Python file that stand above nothing of theirs any more.

    Comments that were generated, and those above code that is replaced, are passed over; so is a
    file that cannot be read.
    """
    old, new = before.split(b"\n"), after.split(b"\n")
    try:
        comments = _comment_lines(old)
    except (SyntaxError, tokenize.TokenError):
        return
    known = {line.strip() for line in generated.split(b"\n")}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, _, later, _ in matcher.get_opcodes():
        if kind != "delete" or first not in comments:  # lines are counted from 1 there
            continue
        top = first
        while top - 1 in comments:
            top -= 1
        if old[first - 1].strip() not in known:
            yield LeftComment(
                later - (first - top), old[top - 1].strip().decode("utf-8", "replace")
            )


def _comment_lines(lines: list[bytes]) -> set[int]:
    """The lines, counted from 1, that have a comment and nothing else."""
    return {
        token.start[0]
        for token in tokenize.tokenize(iter([line + b"\n" for line in lines]).__next__)
        if token.type == tokenize.COMMENT and not token.line[: token.start[1]].strip()
    }
