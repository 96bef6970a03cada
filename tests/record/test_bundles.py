"""Bundles of pristine texts: packed, read, merged by git, damaged."""

import binascii
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.core.errors import BrokenRecord
from ant.record.bundles import Bundle, pack, read_bundles, write_bundles
from ant.record.dictionaries import dictionary_for
from ant.record.layout import STUB

KEYS = ("api/app.py", STUB, "resource", "a/file/that/nobody/knew")
paths = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)
files = st.dictionaries(paths, st.binary(), max_size=4)


@given(st.sampled_from(KEYS), files)
def test_what_was_packed_comes_back(key: str, texts: dict[str, bytes]) -> None:
    text = write_bundles([pack(key, "1.2.3", texts)])
    (bundle,) = read_bundles(text, "x").by_key[key]
    assert (bundle.files, bundle.version) == (texts, "1.2.3")
    assert text.count(b"\n") == 1


def test_known_text_takes_next_to_no_room() -> None:
    text = dictionary_for("api/app.py")
    assert len(text) > 1000
    assert len(pack("api/app.py", "1.2.3", {"api/app.py": text}).payload) < len(text) / 20


def one(key: str, text: bytes) -> bytes:
    return pack(key, "1.0.0", {key: text}).line


@pytest.mark.parametrize(
    "merged",
    [
        one("a", b"1") + one("b", b"1") + one("b", b"2"),
        b"<<<<<<< HEAD\n" + one("a", b"1") + one("b", b"1") + b"=======\n" + one("b", b"2")
        + b">>>>>>> other\n",
        b"<<<<<<< HEAD\r\n" + one("a", b"1") + one("b", b"1") + b"||||||| base\r\n=======\r\n"
        + one("b", b"2") + b">>>>>>> other\r\n",
    ],
)  # fmt: skip
def test_both_sides_of_a_merge_are_read(merged: bytes) -> None:
    bundles = read_bundles(merged, "x")
    assert not bundles.is_settled
    assert [bundle.files for bundle in bundles.by_key["b"]] == [{"b": b"1"}, {"b": b"2"}]
    assert [bundle.files for bundle in bundles.by_key["a"]] == [{"a": b"1"}]


def test_the_same_line_twice_is_one() -> None:
    assert read_bundles(one("a", b"1") * 2, "x").is_settled


def line_of(payload: bytes) -> bytes:
    return Bundle("a", "1.0.0", payload).line


@pytest.mark.parametrize(
    "line",
    [
        b"a 1.0.0\n",
        b"a 1.0.0 x y\n",
        "ä 1.0.0 x\n".encode(),
        line_of(b"!!!!"),
        line_of(pack("a", "1.0.0", {"a": b"1" * 99}).payload[:-8]),
        line_of(binascii.b2a_base64(zlib.compress(b"a\0005\nxx"), newline=False)),
        line_of(binascii.b2a_base64(b"x", newline=False)),
        line_of(binascii.b2a_base64(b"\x78\xbb\1\2\3\4rest", newline=False)),
    ],
)
def test_a_damaged_line_is_told_with_its_file(line: bytes) -> None:
    with pytest.raises(BrokenRecord, match=r"'\.ant/record/project'.*damaged"):
        _ = read_bundles(line, ".ant/record/project").by_key["a"][0].files
