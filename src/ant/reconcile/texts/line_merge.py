"""Three-way merge of a text by its lines."""

from collections.abc import Sequence

from ant.reconcile.merge import Merged
from ant.reconcile.texts.alignment import TooMany
from ant.reconcile.texts.problems import conflict, file_problem
from ant.reconcile.texts.text import NotText, Piece, Text, inserted, pieces, read_text, written
from ant.reconcile.texts.three_way import CURRENT, Change, Versions, changes

Resolution = list[Piece] | None
"""The result at a place; None where it is unchanged."""


class Draft:
    """A file on its way from one version to the next, place by place."""

    def __init__(self, current: bytes, base: bytes, incoming: bytes) -> None:
        """Compare the versions; raise ``NotText`` or ``TooMany``."""
        self.current: Text = read_text(current)
        self.base: Text = read_text(base)
        self.incoming: Text = read_text(incoming)
        self.lines: Versions = Versions(self.current.lines, self.base.lines, self.incoming.lines)
        self.changes: list[Change] = changes(self.lines)

    def clear(self, change: Change) -> Resolution:
        """The result at a place that only one side changed."""
        if change.result is None:
            return None
        result: list[Piece] = []
        for side, position in change.result:
            is_current = side == CURRENT
            result += (
                pieces(self.current, position, position + 1)
                if is_current
                else inserted([self.incoming.lines[position]])
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
        return written(result, self.current, self.base, self.incoming)


def merge_lines(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return the file with every change of a newer version at places that nobody else changed.

    There is a problem for each place that both sides changed. Line endings are no change: present
    lines keep their own, and new ones get that of the file.
    """
    if current == base or base == incoming:
        return Merged(incoming if current == base else current)
    try:
        draft = Draft(current, base, incoming)
    except NotText as error:
        return Merged(current, (file_problem(path, str(error), base, incoming),))
    except TooMany:
        return Merged(current, (file_problem(path, "it is too long to compare", base, incoming),))
    content = draft.content([draft.clear(change) for change in draft.changes])
    unclear = [change.region for change in draft.changes if change.result is None]
    return Merged(content, tuple(conflict(path, draft.lines, region) for region in unclear))
