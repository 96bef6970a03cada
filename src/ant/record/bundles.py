"""Bundles: files as they were generated, packed into one line of text each."""

import binascii
import zlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import NamedTuple

from ant.core.errors import BrokenRecord, Problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import Adopt
from ant.core.text.merge_markers import MARKERS
from ant.record.dictionaries import dictionary_for, dictionary_of

Files = Mapping[str, bytes]
"""Pristine contents by path."""

MEND = Text("Put it back from version control, or make the record anew with: ", Adopt())


class Bundle:
    """Files that were generated together, by one version; unpacked when somebody asks."""

    def __init__(self, key: str, version: str, payload: bytes, path: str = "") -> None:
        """Take the parts of a line, and the file that it is from."""
        self.key = key
        """The key of the bundle in its file; a path, where it holds one file."""
        self.version = version
        self.payload = payload
        self.path = path

    @cached_property
    def files(self) -> Files:
        """The files; raise ``BrokenRecord`` where the line is not as it was written."""
        try:
            return dict(_unpacked(self.payload))
        except (ValueError, IndexError, zlib.error) as error:
            raise broken(self.path) from error

    @property
    def line(self) -> bytes:
        """The line of text."""
        return b"%s %s %s\n" % (self.key.encode(), self.version.encode(), self.payload)


class Bundles(NamedTuple):
    """What one file of the record holds."""

    by_key: Mapping[str, tuple[Bundle, ...]]
    """More than one under a key are what two branches wrote."""
    has_markers: bool = False
    """Whether git left the marks of a conflict, which were passed over."""

    @property
    def is_settled(self) -> bool:
        """Whether no merge has left more than one bundle under a key, or its marks."""
        return not self.has_markers and all(len(same) == 1 for same in self.by_key.values())


def pack(key: str, version: str, files: Files) -> Bundle:
    """Return the bundle of some files."""
    parts = [b"%s\0%d\n%s" % (path.encode(), len(files[path]), files[path]) for path in files]
    dictionary = dictionary_for(key)
    packer = zlib.compressobj(9, zdict=dictionary) if dictionary else zlib.compressobj(9)
    packed = packer.compress(b"".join(parts)) + packer.flush()
    return Bundle(key, version, binascii.b2a_base64(packed, newline=False))


def write_bundles(bundles: Iterable[Bundle]) -> bytes:
    """Return the text of a file of the record."""
    return b"".join(bundle.line for bundle in sorted(bundles, key=lambda bundle: bundle.key))


def read_bundles(content: bytes, path: str) -> Bundles:
    """Return the bundles in a file of the record; raise ``BrokenRecord`` for an invalid line.

    ``path`` is the name of the file in messages. The two sides of a conflict that git has marked
    are both read, as ``merge=union`` would have merged them.
    """
    found: dict[str, tuple[Bundle, ...]] = {}
    has_markers = False
    for line in content.split(b"\n"):
        if line.startswith(MARKERS):
            has_markers = True
        elif line.strip():
            bundle = _bundle(line.strip(), path)
            same = found.get(bundle.key, ())
            if all(bundle.line != other.line for other in same):
                found[bundle.key] = (*same, bundle)
    return Bundles(found, has_markers)


def broken(path: str) -> BrokenRecord:
    """Return the error for a damaged file of the record."""
    return BrokenRecord(Problem(f"'{path}', of the record, is damaged.", hint=MEND))


def _bundle(line: bytes, path: str) -> Bundle:
    try:
        key, version, payload = line.decode("ascii").split(" ")
    except ValueError:
        raise broken(path) from None
    return Bundle(key, version, payload.encode(), path)


def _unpacked(payload: bytes) -> Iterable[tuple[str, bytes]]:
    """Yield paths and contents; raise ``ValueError``, ``IndexError`` or ``zlib.error``."""
    packed = binascii.a2b_base64(payload, strict_mode=True)
    unpacker = zlib.decompressobj(zdict=dictionary_of(packed))
    text = unpacker.decompress(packed)
    if not unpacker.eof:
        raise ValueError("cut short")
    position = 0
    while position < len(text):
        path_end = text.index(b"\0", position)
        head_end = text.index(b"\n", path_end)
        size = int(text[path_end + 1 : head_end])
        content = text[head_end + 1 : head_end + 1 + size]
        if len(content) != size:
            raise ValueError("cut short")
        yield text[position:path_end].decode(), content
        position = head_end + 1 + size
