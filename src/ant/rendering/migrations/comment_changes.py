"""The statements that change comments of tables and columns."""

from collections.abc import Iterator, Sequence

from ant.rendering.code import Piece, call, text
from ant.rendering.tables.tables import Column, Table


def comments(old: Table, new: Table, kept: Sequence[tuple[Column, Column]]) -> Iterator[Piece]:
    """Yield what changes their comments: only PostgreSQL has any."""
    if old.comment != new.comment:
        yield call("comment_on", text(new.name), "None", _comment_argument(new.comment))
    for was, now in kept:
        if was.comment != now.comment:
            yield call("comment_on", text(new.name), text(now.name), _comment_argument(now.comment))


def _comment_argument(comment: str) -> str:
    return text(comment) if comment else "None"
