"""Three versions of a sequence are merged as git merges them, or not at all."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.reconcile.texts.alignment import MOST_PAIRS, TooMany
from ant.reconcile.texts.three_way import CURRENT, INCOMING, Versions, changes, merged
from support.git_merge import git_merge

Lines = list[str]

letters = st.lists(st.sampled_from("abcdefgh"), max_size=12)
edits = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), letters.map(lambda at: at[:3])))


@st.composite
def versions(draw: st.DrawFn) -> tuple[Lines, Lines, Lines]:
    old = draw(letters)
    return edited(old, draw(edits)[:3]), old, edited(old, draw(edits)[:3])


def edited(lines: Lines, changed: list[tuple[int, int, Lines]]) -> Lines:
    result = [*lines]
    for first, size, added in changed:
        result[first : first + size] = added
    return result


def three_way(current: Lines, old: Lines, new: Lines) -> Lines | None:
    """The merged lines; None where something is not clear."""
    found = changes(Versions(current, old, new))
    if any(change.result is None for change in found):
        return None
    sides = {CURRENT: current, INCOMING: new}
    return [sides[side][position] for side, position in merged(current, found)]


@pytest.mark.slow
@settings(max_examples=400)
@given(versions())
def test_what_is_merged_is_what_git_merges(sides: tuple[Lines, Lines, Lines]) -> None:
    current, _, new = sides
    ours, gits = three_way(*sides), git_merge(*sides)
    if ours is not None and gits is None:
        # With all three versions to show, git calls it a conflict where both sides came to the
        # same from neighbouring changes; what both wrote is no question.
        assert ours == current == new
    elif ours is not None:
        assert ours == gits


@given(versions())
def test_both_sides_may_change_places(sides: tuple[Lines, Lines, Lines]) -> None:
    current, old, new = sides
    assert three_way(current, old, new) == three_way(new, old, current)


@given(letters, letters)
def test_what_one_side_alone_changed_is_always_clear(old: Lines, new: Lines) -> None:
    assert three_way(old, old, new) == new
    assert three_way(new, old, old) == new
    assert three_way(new, old, new) == new


@pytest.mark.slow
def test_few_texts_are_refused_that_git_would_merge() -> None:
    chance = random.Random(7)
    clean = refused = 0
    for _ in range(300):
        # One line in four is empty, as in files that people write.
        old = ["" if not number % 4 else f"line {number}" for number in range(40)]
        sides = []
        for side in ("mine", "ours"):
            first, size = chance.randrange(40), chance.randrange(3)
            sides.append(edited(old, [(first, size, ["", side, f"{side} too"][: size or 2])]))
        gits = git_merge(sides[0], old, sides[1])
        if gits is not None:
            clean += 1
            refused += three_way(sides[0], old, sides[1]) is None
    assert clean > 200
    assert refused / clean < 0.03


@pytest.mark.parametrize(
    ("current", "old", "new", "result"),
    [
        ("abXc", "abc", "Aabc", "AabXc"),  # an unchanged line is between
        ("aXbc", "abc", "Abc", None),  # none is
        ("Xa", "a", "Ya", None),  # both added something at one place
        ("ab", "abc", "aB", None),  # one removed what is beside the other's change
        ("abbc", "abc", "abC", None),  # which b is new? git says the second, beside the change
        ("ac", "abc", "ac", "ac"),  # both removed the same
        ("aXc", "abc", "aXc", "aXc"),
        ("a--X--b", "a--b", "A--b", "A--X--b"),  # wherever the empty lines belong
        ("ba", "ab", "aXb", None),  # what was moved has no place
    ],
)
def test_what_is_clear(current: str, old: str, new: str, result: str | None) -> None:
    expected = None if result is None else [*result]
    assert three_way([*current], [*old], [*new]) == expected


def test_the_places_that_are_clear_are_merged_beside_those_that_are_not() -> None:
    current, old, new = [*"abcdXfgh"], [*"abcdefgh"], [*"aBcdYfgH"]
    found = changes(Versions(current, old, new))
    assert [change.result is None for change in found] == [False, True, False]
    sides = {CURRENT: current, INCOMING: new}
    assert "".join(sides[side][at] for side, at in merged(current, found)) == "aBcdXfgH"


def test_texts_with_too_many_equal_lines_are_not_compared_for_hours() -> None:
    size = int(MOST_PAIRS**0.5) + 1
    with pytest.raises(TooMany):
        changes(Versions([""] * size, [""] * size, ["x"]))
