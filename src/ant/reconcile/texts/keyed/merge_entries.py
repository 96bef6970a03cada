"""Three-way merge of files that are lists of entries, entry by entry."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ant.core.errors import Problem
from ant.core.locations import LocatedText
from ant.core.text.words import quoted
from ant.reconcile.merge import Merged
from ant.reconcile.texts.keyed.entries import Entry, File, Reader, take_apart
from ant.reconcile.texts.problems import conflict, shown
from ant.reconcile.texts.text import Piece, inserted, read_text, written
from ant.reconcile.texts.three_way import CURRENT, Versions, changes, merged


class Kind(NamedTuple):
    """What the entries of a file are."""

    read: Reader
    noun: str
    is_secret: bool = False
    """Whether values of the file are secret and must not be shown."""


def merge_keyed(path: str, current: bytes, base: bytes, incoming: bytes, kind: Kind) -> Merged:
    """Return the file with each entry changed, added or removed that a newer version changes so.

    Entries of others, their order, and comments stay; what somebody took out stays out. Raises
    ``NotText``.
    """
    if current == base or base == incoming:
        return Merged(incoming if current == base else current)
    files = take_apart(map(read_text, (current, base, incoming)), kind.read)
    merging = _Merge(path, kind, *files)
    result = merging.result()
    texts = [file.text for file in files]
    return Merged(written(result, *texts), tuple(merging.problems))


class _Part(NamedTuple):
    key: str
    lines: Sequence[Piece]


class _Merge:
    """One file on its way from one version to the next."""

    def __init__(self, path: str, kind: Kind, current: File, base: File, incoming: File) -> None:
        self.path = path
        self.kind = kind
        self.current, self.base, self.incoming = current, base, incoming
        self.before, self.after = base.by_key(), incoming.by_key()
        self.problems: list[Problem] = []

    def result(self) -> list[Piece]:
        """All lines of the file."""
        current, base, incoming = self.current, self.base, self.incoming
        head = self._filler((current.head, base.head, incoming.head), 0)
        parts = self._kept()
        for entry in incoming.entries:
            if entry.key not in self.before and all(part.key != entry.key for part in parts):
                parts.insert(self._place_of(entry.key, parts), _added(entry, parts))
        first = len(current.text.lines) - len(current.tail)
        tail = self._filler((current.tail, base.tail, incoming.tail), first)
        return [*head, *(piece for part in parts for piece in part.lines), *tail]

    def _kept(self) -> list[_Part]:
        """The current entries with the changes."""
        parts: list[_Part] = []
        orphans: list[Piece] = []  # comments of people above removed entries
        repeated = self.current.repeated()
        for entry in self.current.entries:
            base, incoming = self.before.get(entry.key), self.after.get(entry.key)
            if self._is_conflict(entry, base, incoming, entry.key in repeated):
                self.problems.append(self._problem(entry, incoming))
                lines: Sequence[Piece] = (*entry.above, *entry.lines)
            elif base and not incoming:
                known = {line for line, _ in base.above}
                orphans += [piece for piece in entry.above if piece[0] not in known]
                continue
            elif base and incoming:
                first = entry.statement.first - len(entry.above)
                above = self._filler((entry.above, base.above, incoming.above), first)
                lines = (*above, *_stated(entry, base, incoming))
            else:
                lines = (*entry.above, *entry.lines)
            parts.append(_Part(entry.key, (*orphans, *lines)))
            orphans = []
        return [*parts, _Part("", orphans)] if orphans else parts

    @staticmethod
    def _is_conflict(
        entry: Entry, base: Entry | None, incoming: Entry | None, is_repeated: bool
    ) -> bool:
        """Whether a newer version changes an entry, and somebody has done so in another way."""
        current, before, after = (
            version.statement.value if version else None for version in (entry, base, incoming)
        )
        if before == after or current == after:
            return False
        return is_repeated or current != before

    def _place_of(self, key: str, parts: list[_Part]) -> int:
        """Behind the nearest of the entries that come before it in the newer version."""
        keys = [entry.key for entry in self.incoming.entries]
        known = {part.key: position for position, part in enumerate(parts)}
        above = (known[near] for near in reversed(keys[: keys.index(key)]) if near in known)
        return next(above, -1) + 1

    def _filler(self, sides: tuple[Sequence[Piece], ...], first: int) -> list[Piece]:
        """Comments and empty lines, merged by lines; ``first`` is their place in the file."""
        current, _, incoming = sides
        versions = Versions(*([line for line, _ in side] for side in sides))
        found = changes(versions)
        for change in found:
            if change.result is None:
                problem = conflict(self.path, versions, change.region, first)
                self.problems.append(problem if not self.kind.is_secret else self._hidden(problem))
        added = inserted(line for line, _ in incoming)
        return [
            (current if side == CURRENT else added)[position]
            for side, position in merged(versions.current, found)
        ]

    @staticmethod
    def _hidden(problem: Problem) -> Problem:
        return problem._replace(hint="Compare these lines with what a newer version generates.")

    def _problem(self, entry: Entry, incoming: Entry | None) -> Problem:
        message = f"'{self.path}' cannot be changed without risk: "
        message += f"the {self.kind.noun} {quoted(entry.statement.key)} is not as it was generated."
        standing = [] if self.kind.is_secret else ["Here stands:", *_texts(entry.lines)]
        change = ["Remove it by hand."]
        if incoming:
            change = ["Change it by hand to:", *_texts(incoming.lines)]
        hint = "\n  ".join([*standing, *change])
        line = entry.statement.first + 1
        return Problem(message, LocatedText(f"{self.path}, line {line}", self.path, line), hint)


def _added(entry: Entry, parts: Iterable[_Part]) -> _Part:
    """A generated entry, with those of its comments that the file does not have."""
    known = {line for part in parts for line, _ in part.lines if line.strip()}
    above = [line for line, _ in entry.above]
    fresh = [line for line in above if line not in known]
    if any(line.strip() for line in above) and not any(line.strip() for line in fresh):
        fresh = []
    return _Part(entry.key, inserted([*fresh, *(line for line, _ in entry.lines)]))


def _texts(lines: Iterable[Piece]) -> list[str]:
    return [f"  {shown(line)}" for line, _ in lines]


def _stated(entry: Entry, base: Entry, incoming: Entry) -> list[Piece]:
    """The current or the new statement, with the trailing comment that it should have.

    A trailing comment of a person is kept.
    """
    current, before, after = (version.statement for version in (entry, base, incoming))
    takes_incoming = current.value == before.value != after.value
    lines = inserted(line for line, _ in incoming.lines) if takes_incoming else [*entry.lines]
    remark = after.remark if current.remark == before.remark else current.remark
    standing = after.remark if takes_incoming else current.remark
    if remark == standing:
        return lines
    last, end = lines[-1]
    return [*lines[:-1], (last.removesuffix(standing) + remark, end)]
