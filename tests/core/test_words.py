"""What somebody gave is shown so that it can be read, and does nothing to a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.core.errors import InvalidName
from ant.core.names.identifiers import parse_project_name
from ant.core.text.words import character, listed, plain, quoted, quoted_path

ANYTHING = st.text(st.characters(codec=None), max_size=300)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("users", "'users'"),
        ("", "''"),
        ("it's", '"it\'s"'),
        ('"', "'\"'"),
        ("'\"", "'\\'\"'"),
        ("a\nb", "'a\\nb'"),
        ("\x1b[31m", "'\\x1b[31m'"),
        ("\u202eevil", "'\\u202eevil'"),
        ("café", "'café'"),
        ("\udce9t\u00e9", "'\\udce9té'"),
        ("C:\\x", "'C:\\x'"),
        ("x" * 101, f"'{'x' * 40}…'"),
    ],
)
def test_a_text_is_quoted(text: str, shown: str) -> None:
    assert quoted(text) == shown


@given(ANYTHING)
def test_nothing_gets_through_that_cannot_be_seen(text: str) -> None:
    assert quoted(text).isprintable() and len(quoted(text)) < 1200
    assert quoted_path(text).isprintable() and plain(text).isprintable()
    assert plain(text) in (text, quoted_path(text)) and plain(text)


@given(ANYTHING.filter(lambda text: len(text) <= 100 and not text.isprintable()))
def test_what_is_escaped_tells_the_text_apart(text: str) -> None:
    assert quoted(text) == repr(text)


@pytest.mark.parametrize(
    ("char", "words"),
    [
        ("'", "a single quote (U+0027)"),
        ('"', "a double quote (U+0022)"),
        (" ", "a space (U+0020)"),
        ("\t", "a tab (U+0009)"),
        ("\n", "a line break (U+000A)"),
        ("\x1b", "an escape character (U+001B)"),
        ("\x1f", "the control character U+001F"),
        ("\x9b", "the control character U+009B"),
        ("/", "'/'"),
        ("é", "'é' (U+00E9)"),
        ("日", "'日' (U+65E5)"),
        ("\u0301", "the character U+0301 (combining acute accent)"),
        ("\u202e", "the invisible mark U+202E (right-to-left override)"),
        ("\u200b", "the invisible mark U+200B (zero width space)"),
        ("\xa0", "the character U+00A0 (no-break space)"),
        ("\u3164", "the character U+3164 (hangul filler)"),
        ("\udce9", "half of a character, U+DCE9"),
        ("\U0001f600", "'😀' (U+1F600)"),
    ],
)
def test_a_character_is_named(char: str, words: str) -> None:
    assert character(char) == words
    with pytest.raises(InvalidName) as caught:
        parse_project_name(f"a{char}b")
    told = str(caught.value.problems[0].message)
    assert told.endswith(f": it contains {words}.") or char == "/"


@given(st.characters(codec=None))
def test_any_character_can_be_named(char: str) -> None:
    assert character(char).isprintable()
    assert char.isascii() or f"U+{ord(char):04X}" in character(char)


def test_a_long_list_is_shortened() -> None:
    words = [f"w{number}" for number in range(13)]
    assert listed(words[:12]) == ", ".join(words[:12])
    assert listed(words) == ", ".join(words[:10]) + " and 3 more"
