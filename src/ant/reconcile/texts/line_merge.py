"""Three-way merge of a text by its lines."""

from collections.abc import Sequence

from ant.reconcile.merge import Merged
from ant.reconcile.texts.alignment import TooMany
from ant.reconcile.texts.problems import conflict, whole
from ant.reconcile.texts.text import NotText, Piece, Text, inserted, pieces, read_text, written
from ant.reconcile.texts.three_way import CURRENT, Change, Versions, changes

Resolution = list[Piece] | None
"""The result at a place; None where it is unchanged."""


class Draft:
    """A file on its way from one version to the next, place by place."""

    def __init__(self, current: bytes, old: bytes, new: bytes) -> None:
        """Compare the versions; raise ``NotText`` or ``TooMany``."""
        self.current: Text = read_text(current)
        self.old: Text = read_text(old)
        self.new: Text = read_text(new)
        self.lines: Versions = Versions(self.current.lines, self.old.lines, self.new.lines)
        self.changes: list[Change] = changes(self.lines)

    def clear(self, change: Change) -> Resolution:
        """The result at a place that only one side changed."""
        if change.result is None:
            return None
        result: list[Piece] = []
        for side, position in change.result:
            is_theirs = side == CURRENT
            result += (
                pieces(self.current, position, position + 1)
                if is_theirs
                else inserted([self.new.lines[position]])
            )
        return result

    def content(self, resolutions: Sequence[Resolution]) -> bytes:
        """The file with what was decided for each change."""
        result: list[Piece] = []
        position = 0
        for change, resolution in zip(self.changes, resolutions, strict=True):
            if resolution is not None:
                span = change.region.current
                result += [*pieces(self.current, position, span.first), *resolution]
                position = span.last
        result += pieces(self.current, position)
        return written(result, self.current, self.old, self.new)


def merge_lines(path: str, current: bytes, old: bytes, new: bytes) -> Merged:
    """Return the file with every change of a newer version at places that nobody else changed.

    There is a problem for each place that both sides changed. Line endings are no change: present
    lines keep theirs, and new ones get that of the file.
    """
    if current == old or old == new:
        return Merged(new if current == old else current)
    try:
        draft = Draft(current, old, new)
    except NotText as error:
        return Merged(current, (whole(path, str(error), old, new),))
    except TooMany:
        return Merged(current, (whole(path, "it is too long to compare", old, new),))
    content = draft.content([draft.clear(change) for change in draft.changes])
    unclear = [change.region for change in draft.changes if change.result is None]
    return Merged(content, tuple(conflict(path, draft.lines, region) for region in unclear))
