"""Texts are merged by lines, and every line of somebody stays byte for byte."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.texts.merge_text import merge_text

OLD = b"FROM a\nRUN b\nRUN c\nCOPY d\nCMD e\n"
NEW = b"FROM A\nRUN b\nRUN c\nCOPY d\nUSER x\nCMD e\n"

lines = st.lists(st.text(st.sampled_from("ab\f\u2028\x85\x0b \r"), max_size=3), max_size=6)
ends = st.sampled_from(["\n", "\r\n"])


def content(parts: list[str], newline: str) -> bytes:
    return "".join(part.rstrip("\r") + newline for part in parts).encode()


def merged(current: bytes, old: bytes = OLD, new: bytes = NEW) -> bytes:
    result = merge_lines("Dockerfile", current, old, new)
    assert not result.problems
    return result.content


def test_lines_of_both_sides_are_there_afterwards() -> None:
    mine = b"FROM a\nRUN b\nRUN mine\nRUN c\nCOPY d\nCMD e\n"
    assert merged(mine) == b"FROM A\nRUN b\nRUN mine\nRUN c\nCOPY d\nUSER x\nCMD e\n"


@pytest.mark.parametrize("newline", [b"\r\n", b"\n"])
def test_a_copy_with_other_newlines_is_untouched_and_keeps_them(newline: bytes) -> None:
    assert merged(OLD.replace(b"\n", newline)) == NEW.replace(b"\n", newline)


def test_mixed_newlines_stay_and_new_lines_get_those_of_most() -> None:
    mine = b"FROM a\nRUN b\r\nRUN c\r\nCOPY d\nCMD e\r\n"
    assert merged(mine) == b"FROM A\r\nRUN b\r\nRUN c\r\nCOPY d\nUSER x\r\nCMD e\r\n"


def test_a_missing_last_newline_stays_missing_but_no_line_is_glued_to_another() -> None:
    assert merged(OLD[:-1]) == NEW[:-1]
    assert merged(b"a\nb\nmine", b"a\nb\n", b"A\nb\n") == b"A\nb\nmine"
    assert merged(b"A\nb\nc", b"a\nb\nc\n", b"a\nb\nc\nd\n") == b"A\nb\nc\nd"
    assert merged(b"A\nb\nc\n", b"a\nb\nc\n", b"a\nb\nc") == b"A\nb\nc"


def test_a_byte_order_mark_stays_and_is_no_difference() -> None:
    assert merged(b"\xef\xbb\xbf" + OLD) == b"\xef\xbb\xbf" + NEW


@given(lines, ends)
def test_what_looks_like_the_end_of_a_line_and_is_none_stays(parts: list[str], end: str) -> None:
    mine = content(["mine", *parts], end)
    text = mine + content(["x", "y", "z"], end)
    old = content(["x", "y", "z"], "\n")
    new = content(["x", "y", "Z"], "\n")
    result = merge_lines("a", text, old, new)
    assert not result.problems
    assert result.content == mine + content(["x", "y", "Z"], end)


def test_a_place_that_both_changed_is_named_and_left_and_all_else_is_merged() -> None:
    mine = OLD.replace(b"FROM a", b"FROM mine").replace(b"\n", b"\r\n")
    result = merge_lines("Dockerfile", mine, OLD, NEW)
    assert result.content == mine.replace(b"CMD", b"USER x\r\nCMD")
    assert [str(problem) for problem in result.problems] == [
        "'Dockerfile' cannot be changed without risk: what stands here is not as it was generated."
        "\n  at Dockerfile, line 1\n  Here stands:\n    FROM mine\n  Make this change by hand:\n"
        "    -FROM a\n    +FROM A"
    ]


def test_a_place_that_somebody_removed_is_named_by_the_line_where_it_was() -> None:
    mine = OLD.replace(b"RUN b\n", b"")
    result = merge_lines("Dockerfile", mine, OLD, OLD.replace(b"RUN b", b"RUN B"))
    assert result.content == mine
    (problem,) = result.problems
    assert problem.where == "Dockerfile, line 2"
    assert problem.message.endswith("what stood here has been removed or changed.")
    assert problem.hint == "Make this change by hand:\n    -RUN b\n    +RUN B"


def test_a_terminal_is_told_nothing_by_what_stands_in_a_file() -> None:
    mine = OLD.replace(b"FROM a", b"FROM \x1b[31m\xe2\x80\xae")
    (problem,) = merge_lines("Dockerfile", mine, OLD, NEW).problems
    assert "FROM \\x1b[31m\\u202e" in str(problem)


@pytest.mark.parametrize("mine", [b"\xff\xfe" + OLD, OLD.decode().encode("utf-16"), b"\xe9\n"])
@pytest.mark.parametrize(
    "path", ["Dockerfile", "requirements.txt", ".env.example", "a.toml", "a.yml", "README.md"]
)
def test_a_file_in_another_encoding_is_left_and_named(path: str, mine: bytes) -> None:
    result = merge_text(path, mine, b"", b"a: 1\n" if path == "a.yml" else b"a = 1\n")
    assert result.content == mine
    assert len(result.problems) == 1
    assert result.problems[0].hint


def test_no_mark_of_a_conflict_is_ever_written() -> None:
    marks = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")
    versions = [OLD, NEW, b"", b"FROM mine\n", OLD[:12], NEW[:20] + OLD, OLD + NEW]
    for current, old, new in product(versions, repeat=3):
        result = merge_lines("a", current, old, new).content
        assert not any(mark in result for mark in marks)
