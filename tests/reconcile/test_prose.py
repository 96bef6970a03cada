"""Carrying a difference into a text for people."""

from hypothesis import given
from hypothesis import strategies as st

from ant.reconcile.texts.prose import merge_prose

WITHOUT = b"# shop\n\nWords.\n\n## Settings\n\nMore.\n"
WITH = (
    b"# shop\n\nWords.\n\n## Model\n\n```mermaid\nA\n```\n\nIt is drawn.\n\n## Settings\n\nMore.\n"
)
OTHER = WITH.replace(b"\nA\n", b"\nB\n")


def test_what_was_not_edited_becomes_the_new_text() -> None:
    for old in (WITHOUT, WITH, OTHER):
        for new in (WITHOUT, WITH, OTHER):
            assert merge_prose(old, old, new) == new


def test_a_block_is_exchanged_amid_any_edits_around_it() -> None:
    mine = WITH.replace(b"Words.", b"My words.\n\n- a\n- b").replace(b"It is drawn.", b"Look!")
    mine = mine.replace(b"## Settings", b"## Mine\n\ntext\n\n## Settings").rstrip(b"\n")
    assert merge_prose(mine, WITH, OTHER) == mine.replace(b"\nA\n", b"\nB\n")


def test_a_block_that_somebody_changed_or_took_out_or_has_twice_is_left_alone() -> None:
    block = b"```mermaid\nA\n```\n"
    for mine in (WITH.replace(b"\nA\n", b"\nA\nmine\n"), WITH.replace(block, b""),
                 WITH.replace(block, block * 2), b"", b"mine"):  # fmt: skip
        assert merge_prose(mine, WITH, OTHER) == mine


def test_a_section_comes_before_the_one_that_it_comes_before() -> None:
    mine = WITHOUT.replace(b"Words.", b"## Settings of mine").replace(b"More.", b"")
    added = b"## Model\n\n```mermaid\nA\n```\n\nIt is drawn.\n\n"
    assert merge_prose(mine, WITHOUT, WITH) == mine.replace(
        b"## Settings\n", added + b"## Settings\n"
    )


def test_a_section_has_no_place_without_the_one_after_it_or_where_one_has_its_name() -> None:
    for mine in (
        WITHOUT.replace(b"## Settings", b"## My settings"),
        WITHOUT + b"\n## Settings\n",
        WITHOUT.replace(b"Words.", b"## Model\n\nMine."),
    ):
        assert merge_prose(mine, WITHOUT, WITH) == mine


def test_a_section_is_taken_out_only_as_it_was_generated() -> None:
    mine = WITH.replace(b"Words.", b"Mine.")
    assert merge_prose(mine, WITH, WITHOUT) == WITHOUT.replace(b"Words.", b"Mine.")
    edited = WITH.replace(b"It is drawn.", b"Mine.")
    assert merge_prose(edited, WITH, WITHOUT) == edited
    assert merge_prose(edited, WITHOUT, WITH) == edited


renderings = st.sampled_from([WITHOUT, WITH, OTHER])
lines = st.sampled_from([b"", b"mine", b"## Mine", b"```", b"\xff", b"## Settings"])


@given(renderings, renderings, st.lists(st.tuples(st.integers(0, 20), lines), max_size=4))
def test_there_and_back_are_the_same_lines_and_none_of_anybody_is_lost(
    old: bytes, new: bytes, edits: list[tuple[int, bytes]]
) -> None:
    text = old.split(b"\n")
    for place, line in edits:
        text.insert(place, line)
    mine = b"\n".join(text)
    there = merge_prose(mine, old, new)
    for line in (b"mine", b"## Mine", b"\xff", b"More.", b"Words."):
        assert there.split(b"\n").count(line) == mine.split(b"\n").count(line)
    back = merge_prose(there, new, old)
    written = [sorted(text.split(b"\n")) for text in (back, mine, there)]
    bare = [[line for line in lines if line] for lines in written]
    assert bare[0] in bare[1:]  # what was taken out may have no place any more, or another one
