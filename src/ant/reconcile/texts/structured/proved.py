"""Three-way line merge of structured text, verified by parsing the result."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ant.reconcile.merge import Merged
from ant.reconcile.texts.alignment import TooMany
from ant.reconcile.texts.line_merge import Draft, Resolution
from ant.reconcile.texts.problems import conflict, file_problem
from ant.reconcile.texts.structured.both_sides import candidates, with_ends
from ant.reconcile.texts.structured.values import IsOrdered, Value, Values, is_between, same
from ant.reconcile.texts.text import NotText, pieces
from ant.reconcile.texts.three_way import Change


class Unreadable(ValueError):
    """A text without the expected structure; the message says why."""


class Format(NamedTuple):
    """How a text with structure is read."""

    read: Callable[[bytes], Value]
    """Gives the value; raises ``Unreadable``."""
    is_ordered: IsOrdered


def merge_proved(path: str, current: bytes, base: bytes, incoming: bytes, form: Format) -> Merged:
    """Merge by lines, but only what gives the value that a merge of the values gives.

    Lines that both sides changed side by side, or added at one place, are had as well where that
    value proves it; other places that both changed are problems. Raises ``Unreadable`` if one of
    the texts cannot be read.
    """
    if current == base or base == incoming:
        return Merged(incoming if current == base else current)
    values = [form.read(content) for content in (current, base, incoming)]
    try:
        draft = Draft(current, base, incoming)
        values_merged = Values(form.is_ordered)
        target = values_merged.merge((), *values)
        proof = _Proof(form, values[0], target)
        resolutions = [draft.clear(change) for change in draft.changes]
        is_clear = None not in resolutions and not values_merged.conflicts
        if is_clear and proof.is_complete(draft.content(resolutions)):
            return Merged(draft.content(resolutions))
        resolutions = _step_by_step(draft, proof, is_whole=False)
        if not proof.holds(draft.content(resolutions), is_whole=True):
            resolutions = _step_by_step(draft, proof, is_whole=True)
    except NotText as error:
        return Merged(current, (file_problem(path, str(error), base, incoming),))
    except TooMany:
        return Merged(current, (file_problem(path, "it is too long to compare", base, incoming),))
    content = draft.content(resolutions)
    is_complete = proof.is_complete(content) and not values_merged.conflicts
    left = [
        change
        for change, resolution in zip(draft.changes, resolutions, strict=True)
        if resolution is None and not (is_complete and _is_about_values(draft, change))
    ]
    if not left and not is_complete:
        reason = "what comes out would not be what both sides meant"
        return Merged(current, (file_problem(path, reason, base, incoming),))
    return Merged(content, tuple(conflict(path, draft.lines, change.region) for change in left))


class _Proof(NamedTuple):
    """The values that a text must have: before and after the change."""

    form: Format
    start: Value
    target: Value

    def is_complete(self, content: bytes) -> bool:
        """Whether a text parses to exactly the expected value."""
        try:
            return same(self.form.read(content), self.target)
        except Unreadable:
            return False

    def holds(self, content: bytes, *, is_whole: bool) -> bool:
        """Whether a text has some of what it should have, and nothing wrong; no half of a list."""
        try:
            value = self.form.read(content)
            return is_between(value, self.start, self.target, is_whole=is_whole)
        except Unreadable:
            return False


def _step_by_step(draft: Draft, proof: _Proof, *, is_whole: bool) -> list[Resolution]:
    """Decide place by place, after all that is clear at once: what cannot be proved stays.

    Something that a newer version moves, for instance, is not right before it is in both places;
    and a list that is changed in several places may be half done in between, but not at the end.
    """
    resolutions = [draft.clear(change) for change in draft.changes]
    if not proof.holds(draft.content(resolutions), is_whole=is_whole):
        resolutions = [None] * len(draft.changes)
    for position, change in enumerate(draft.changes):
        if resolutions[position] is not None:
            continue
        for candidate in _candidates(draft, change):
            resolutions[position] = candidate
            if proof.holds(draft.content(resolutions), is_whole=is_whole):
                break
        else:
            resolutions[position] = None
    return resolutions


def _candidates(draft: Draft, change: Change) -> Iterator[Resolution]:
    if change.result is not None:
        yield draft.clear(change)
        return
    spans = zip(change.region, draft.lines, strict=True)
    current, base, incoming = ([str(line) for line in span.of(lines)] for span, lines in spans)
    standing = pieces(draft.current, *change.region.current)
    for lines in candidates((current, base, incoming)):
        yield with_ends(lines, standing)


def _is_about_values(draft: Draft, change: Change) -> bool:
    """Whether a change brings no comment that is not there."""
    current, before, after = (
        {str(line).strip() for line in span.of(lines)}
        for span, lines in zip(change.region, draft.lines, strict=True)
    )
    return not any("#" in line for line in after - before - current)
