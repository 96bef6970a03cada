"""The changes of a command to a project, as a journal on the disk.

The same file is the journal while the command is at work, and afterwards the record that can undo
it. It is a sequence of parts, each after a line with its length; ``-`` is None.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ant.core.errors import BrokenRecord, Problem
from ant.core.planning.plan import FileChange, Plan
from ant.workspace.files import read_file
from ant.workspace.rename import Entry

JOURNAL = "journal"
UNDO = "undo"
_MAGIC = b"ant record 1"


class Emptied(NamedTuple):
    """A removed folder, with what is needed to create it again."""

    path: str
    mode: int
    owner: int
    group: int


class Transaction(NamedTuple):
    """The changes of a command, the folders that it makes and those that it leaves empty."""

    command: str
    changes: tuple[FileChange, ...]
    created: tuple[str, ...] = ()
    """Each after the folder it is in."""
    emptied: tuple[Emptied, ...] = ()
    """Each before the folder it is in."""

    def reverted(self) -> Plan:
        """The plan that reverts it."""
        return Plan(
            tuple(
                FileChange(change.path, change.after, change.before, change.private)
                for change in self.changes
            )
        )


def encode(record: Transaction) -> Iterator[bytes]:
    """Give the record piece by piece: contents may be large."""
    yield from _part(_MAGIC)
    yield from _part(_to_bytes(record.command))
    yield from _part(b"%d" % len(record.changes))
    for change in record.changes:
        yield from _part(_to_bytes(change.path))
        yield from _part(b"private" if change.private else b"")
        yield from _part(change.before)
        yield from _part(change.after)
    yield from _part(_to_bytes("\0".join(record.created)))
    yield from _part(
        _to_bytes("\0".join("{1} {2} {3} {0}".format(*removed) for removed in record.emptied))
    )
    yield from _part(_MAGIC)


def _part(content: bytes | None) -> Iterator[bytes]:
    if content is None:
        yield b"-\n"
    else:
        yield b"%d\n" % len(content)
        yield content


def _to_bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def load(own: int, name: str) -> Transaction | None:
    """Read a record from our own folder; raise ``BrokenRecord`` where it is not as we wrote it."""
    found = read_file(Entry(own, name), f".ant/{name}")
    if found is None:
        return None
    try:
        return _decode(list(_parts(found.content)))
    except (ValueError, IndexError, TypeError) as error:
        problem = Problem(f"'.ant/{name}' is damaged.", hint="Look at the project, then remove it.")
        raise BrokenRecord(problem) from error


def _parts(content: bytes) -> Iterator[bytes | None]:
    position = 0
    while position < len(content):
        end = content.index(b"\n", position)
        length = content[position:end]
        position = end + 1
        if length == b"-":
            yield None
        else:
            part = content[position : position + int(length)]
            position += len(part)
            yield part


def _decode(parts: Sequence[bytes | None]) -> Transaction:
    if parts[0] != _MAGIC or parts[-1] != _MAGIC:
        raise ValueError("cut short, or of another version")
    end = 3 + 4 * int(parts[2] or b"")
    changes = [
        FileChange(_to_text(path), before, after, private == b"private")
        for path, private, before, after in zip(*(parts[i:end:4] for i in range(3, 7)), strict=True)
    ]
    created, emptied = (_to_text(part).split("\0") if part else [] for part in parts[end : end + 2])
    return Transaction(
        _to_text(parts[1]),
        tuple(changes),
        tuple(created),
        tuple(_emptied(line) for line in emptied),
    )


def _emptied(line: str) -> Emptied:
    mode, owner, group, path = line.split(" ", 3)
    return Emptied(path, int(mode), int(owner), int(group))


def _to_text(part: bytes | None) -> str:
    if part is None:
        raise ValueError("a text is missing")
    return part.decode("utf-8", "surrogateescape")
