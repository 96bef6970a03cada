"""JSON and YAML become the same values, exactly, and every part knows its place."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.core.errors import AntError
from ant.core.locations import dotted
from ant.core.names.identifiers import ProjectName
from ant.core.spec_reader import read_spec
from ant.documents.document import Document, Position
from ant.documents.parse import parse_document
from ant.workspace.inputs import LONGEST
from support.hostile import REFUSED, WORKS, mock

SECONDS_TO_REFUSE = 0.2
USUAL_SIZE = 100_000

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS.filter(lambda value: value not in (float("inf"), float("-inf"))),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def parse(text: str | bytes, *, yaml: bool = False) -> Document:
    content = text.encode() if isinstance(text, str) else text
    return parse_document(content, "a.yaml" if yaml else "a.json", yaml=yaml)


def value_at(value: object, path: tuple[str | int, ...]) -> object:
    for step in path:
        value = value[step]  # type: ignore[index]
    return value


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
@settings(deadline=None)
def test_json_is_read_exactly_and_places_point_at_keys_and_items(
    value: object, indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    document = parse(text.encode("utf-8", "surrogatepass") if ascii_only else text)
    assert json.dumps(document.value) == json.dumps(value)
    lines = text.split("\n")
    for path, (line, column) in document.positions().items():
        rest = "\n".join([lines[line - 1][column - 1 :], *lines[line:]])
        read, _ = json.JSONDecoder().raw_decode(rest)
        expected = path[-1] if path and isinstance(path[-1], str) else value_at(value, path)
        assert json.dumps(read) == json.dumps(expected)


@given(VALUES)
@settings(deadline=None)
def test_json_read_as_yaml_is_the_same_value_with_the_same_places(value: object) -> None:
    text = json.dumps(value)
    if "\\u007f" in text or any(ord(char) > 126 for char in text) or "\x7f" in text:
        return
    if "\\ud" in text or "\\/" in text:  # YAML escapes no halves of surrogate pairs
        return
    as_yaml, as_json = parse(text, yaml=True), parse(text)
    assert json.dumps(as_yaml.value) == json.dumps(as_json.value)
    assert as_yaml.positions() == as_json.positions()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("nULL", "nULL"),
        ("true", True), ("False", False), ("yes", "yes"), ("no", "no"), ("on", "on"),
        ("1", 1), ("+12", 12), ("012", 12), ("0o17", 15), ("0x1F", 31), ("1_000", "1_000"),
        ("1.0", 1.0), ("1.", 1.0), (".5", 0.5), ("1e3", 1000.0), ("-0.0", -0.0), ("1e", "1e"),
        ("2026-01-01", "2026-01-01"), ("12:30", "12:30"), ("'1'", "1"), ('"1"', "1"), ("! 1", "1"),
        ("'null'", "null"), ("|\n    a\n    b\n", "a\nb\n"), ("<<", "<<"),
        ("12345678901234567890", 12345678901234567890),
    ],
)  # fmt: skip
def test_yaml_scalars_are_those_of_the_core_schema(text: str, value: object) -> None:
    read = parse(f"a: {text}\n", yaml=True).value["a"]
    assert json.dumps(read) == json.dumps(value)


def test_keys_of_yaml_are_texts() -> None:
    text = "404: a\nnull: b\ntrue: c\n1.50: d\n? e\n: f\n"
    assert parse(text, yaml=True).value == {
        "404": "a", "null": "b", "true": "c", "1.50": "d", "e": "f",
    }  # fmt: skip


def test_a_path_is_told_in_words_and_with_its_place() -> None:
    document = parse('{"a": [1,\n {"b c": 2}]}')
    assert document.where(("a", 1, "b c")) == "a[1].b c (a.json:2:3)"
    assert document.where(()) == "a.json:1:1"
    assert document.where(("nowhere",)) == "nowhere"
    assert document._replace(name=None).where(("a", 1)) == "a[1]"
    assert document.positions()[("a", 0)] == Position(1, 8)
    assert dotted(("a\nb", "", 0)) == "'a\\nb'.''[0]"


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in REFUSED if len(REFUSED[name][1]) <= LONGEST])
def test_what_is_refused_is_refused_soon(name: str) -> None:
    suffix, content, message, place = REFUSED[name]
    start = time.process_time()
    with pytest.raises(AntError) as caught:
        document = parse_document(content, f"s.{suffix}", yaml=suffix != "json")
        read_spec(document.value, ProjectName("x"), document.where)
    spent = time.process_time() - start
    assert message in str(caught.value)
    assert f"s.{suffix}{place}" in f"{caught.value}\n"
    if len(content) < USUAL_SIZE:
        assert spent < SECONDS_TO_REFUSE


@pytest.mark.parametrize("name", WORKS)
def test_what_is_odd_but_right_is_read(name: str) -> None:
    suffix, content = WORKS[name]
    document = parse_document(content, f"s.{suffix}", yaml=suffix != "json")
    assert read_spec(document.value, ProjectName("x"), document.where).routes


def test_one_level_too_many_is_refused_whatever_is_inside() -> None:
    for inside in ("", "1", '{"a": 1}'):
        for yaml in (False, True):
            levels = 99 if inside.startswith("{") else 100
            assert parse("[" * levels + inside + "]" * levels, yaml=yaml)
            with pytest.raises(AntError, match="nested more than 100 levels"):
                parse(f"[{'[' * levels}{inside}{']' * levels}]", yaml=yaml)


@given(st.binary(max_size=200), st.booleans())
@settings(deadline=None, max_examples=300)
def test_any_bytes_are_read_or_refused(content: bytes, yaml: bool) -> None:
    try:
        json.dumps(parse(content, yaml=yaml).value, allow_nan=False)
    except AntError as error:
        assert str(error)


@given(st.data(), st.booleans())
@settings(deadline=None, max_examples=300)
def test_a_spec_with_broken_bytes_is_read_or_refused(data: st.DataObject, yaml: bool) -> None:
    content = bytearray(mock('{"a": [1, 2.5, "x"], "b": {}}').encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        document = parse(bytes(content), yaml=yaml)
        read_spec(document.value, ProjectName("x"), document.where)
    except AntError as error:
        assert str(error)
