"""How deep JSON and Python may be nested is our own decision, with any version of Python."""

import ast
import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.core.text.json_depth import DEEPEST, TooDeep, is_deep, is_deep_text, read_json
from ant.core.text.python_text import DEEPEST_CODE, parse_python

VALUES = st.recursive(
    st.none() | st.text(alphabet='a[]{}"\\,'),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def nested(levels: int, inside: str = "") -> str:
    return "[" * levels + inside + "]" * levels


@pytest.mark.slow
@pytest.mark.parametrize("levels", [DEEPEST + 1, 150, 900, 3000, 1_000_000])
def test_what_is_too_deep_is_refused_whatever_python_reads(levels: int) -> None:
    for text in (nested(levels), '{"a":' * levels + "1" + "}" * levels, "[" * levels):
        with pytest.raises(TooDeep, match="nested more than 100 levels deep"):
            read_json(text)
        with pytest.raises(TooDeep):
            read_json(text.encode())


def test_what_is_just_as_deep_as_it_may_be_is_read() -> None:
    text = nested(DEEPEST, '"[[["')
    assert json.dumps(read_json(text)) == text
    assert is_deep([read_json(text)])


def test_brackets_side_by_side_or_in_texts_are_not_deep() -> None:
    side_by_side = "[" + ", ".join(["[{}]"] * 10_000) + "]"
    assert len(json.dumps(read_json(side_by_side))) == len(side_by_side)
    for text in ("[" * 1000, '"[' * 1000, "\\" * 999 + "[" * 1000, "{\n" * 1000):
        assert read_json(json.dumps({text: [text]})) == {text: [text]}


@given(st.integers(0, 2 * DEEPEST), VALUES)
def test_a_text_is_as_deep_as_its_value(levels: int, value: object) -> None:
    for _ in range(levels):
        value = [value]
    assert is_deep_text(json.dumps(value)) == is_deep(value)


CHAINS: dict[str, Callable[[int], str]] = {
    "a sum": lambda count: "x = " + " + ".join("a" * count),
    "calls": lambda count: "x = a" + ".b()" * count,
    "branches": lambda count: "if a:\n    pass\n" + "elif b:\n    pass\n" * count,
    "minus": lambda count: "x = " + "-" * count + "1",
    "attributes": lambda count: "x = a" + ".b" * count,
}


@pytest.mark.parametrize("kind", CHAINS)
def test_code_that_is_as_deep_as_it_may_be_can_be_compared_and_written(kind: str) -> None:
    count = 0
    while True:
        try:
            tree = parse_python(CHAINS[kind](count + 1))
        except SyntaxError:
            break
        count += 1
    assert count > DEEPEST_CODE // 2 - 5
    assert ast.dump(ast.parse(ast.unparse(tree))) == ast.dump(tree)


@pytest.mark.parametrize("count", [DEEPEST_CODE, 1000, 3000, 20_000])
@pytest.mark.parametrize("kind", CHAINS)
def test_code_that_is_too_deep_is_refused_whatever_python_reads(kind: str, count: int) -> None:
    with pytest.raises(SyntaxError, match="nested more than 200 levels deep"):
        parse_python(CHAINS[kind](count))


def test_code_that_is_none_is_a_syntax_error() -> None:
    for content in (b"\0", b"x = (", "x = " + "(" * 300 + ")" * 300):
        with pytest.raises(SyntaxError):
            parse_python(content)
