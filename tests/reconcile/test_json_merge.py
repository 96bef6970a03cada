"""A change is carried into an edited JSON file key by key, or refused."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.core.errors import CannotMerge
from ant.reconcile.json_files.merge import merge_json_partly
from ant.rendering.json_text import json_text

Json = Any


def merge_json(path: str, current: bytes, old: bytes, new: bytes) -> bytes:
    """Return the merged file; raise what is said where a value cannot be merged."""
    content, problems = merge_json_partly(path, current, old, new)
    if problems:
        raise CannotMerge(*problems)
    return content


def merged(current: Json, old: Json, new: Json) -> Json:
    """What the file holds afterwards; its text must be in our layout."""
    result = merge_json("a.json", *(json_text(value).encode() for value in (current, old, new)))
    value = json.loads(result)
    assert result == json_text(value).encode()
    return value


def problems(current: bytes | Json, old: Json, new: Json) -> list[str]:
    """What is said where the change is refused."""
    content = current if isinstance(current, bytes) else json_text(current).encode()
    with pytest.raises(CannotMerge) as caught:
        merge_json("a.json", content, json_text(old).encode(), json_text(new).encode())
    return [str(problem) for problem in caught.value.problems]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/{name}"}


@pytest.mark.parametrize(
    ("current", "old", "new", "result"),
    [
        ({"a": 1, "mine": 2}, {"a": 1}, {"a": 3}, {"a": 3, "mine": 2}),
        ({"a": 9, "b": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 9, "b": 2}),
        ({"b": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 2}, {"b": 2}),
        ({"a": 1, "b": 2, "mine": 0}, {"a": 1, "b": 2}, {"a": 1}, {"a": 1, "mine": 0}),
        ({"a": {"x": 1, "y": 5}}, {"a": {"x": 1}}, {"a": {"x": 2}}, {"a": {"x": 2, "y": 5}}),
        ({"a": 2}, {"a": 1}, {"a": 2}, {"a": 2}),
        (
            {"l": ["b", "mine"]},
            {"l": ["b"]},
            {"l": ["a", "b", "c"]},
            {"l": ["a", "b", "c", "mine"]},
        ),
        (
            {"p": [ref("page"), ref("mine"), ref("age")]},
            {"p": [ref("page"), ref("age")]},
            {"p": [ref("page"), ref("size")]},
            {"p": [ref("page"), ref("size"), ref("mine")]},
        ),
        (
            {"p": [{"name": "a", "in": "query", "description": "Mine."}]},
            {"p": [{"name": "a", "in": "query"}]},
            {"p": [{"name": "a", "in": "query", "required": True}, {"name": "a", "in": "path"}]},
            {
                "p": [
                    {"name": "a", "in": "query", "description": "Mine.", "required": True},
                    {"name": "a", "in": "path"},
                ]
            },
        ),
    ],
)
def test_both_changes_are_there(current: Json, old: Json, new: Json, result: Json) -> None:
    assert merged(current, old, new) == result


def test_a_new_key_stands_behind_the_one_that_it_was_rendered_behind() -> None:
    result = merged({"mine": 0, "a": 1, "c": 3}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3})
    assert [*result] == ["mine", "a", "b", "c"]
    assert [*merged({"mine": 0, "b": 1}, {"b": 1}, {"a": 0, "b": 1})] == ["a", "mine", "b"]


@pytest.mark.parametrize(
    ("current", "old", "new", "place", "hint"),
    [
        (
            {"a": {"b": 9}},
            {"a": {"b": 1}},
            {"a": {"b": 2}},
            "a > b",
            "Change it by hand to:\n    2",
        ),
        ({"a": {}}, {"a": {"b": 1}}, {"a": {"b": 2}}, "a > b", "has been removed"),
        ({"a": {"b": 9}}, {"a": {"b": 1}}, {"a": {}}, "a > b", "Remove it by hand."),
        ({"a": 9}, {}, {"a": {"b": [1]}}, "a.json, a", '    {\n      "b": ['),
        ({"a": [1, 1]}, {"a": [1]}, {"a": [1, 2]}, "a.json, a", "Change it by hand"),
        ({"a": [[3]]}, {"a": [[1]]}, {"a": [[2]]}, "a.json, a", "Change it by hand"),
        ({"a": True}, {"a": 0}, {"a": 1}, "a.json, a", "Change it by hand to:\n    1"),
        ([1, 9], [1, 2], [1, 3, {}], "a.json", "Change it by hand"),
    ],
)
def test_what_both_changed_is_refused_with_its_place_and_what_to_write(
    current: Json, old: Json, new: Json, place: str, hint: str
) -> None:
    (problem,) = problems(current, old, new)
    assert place in problem and hint in problem


def test_all_conflicts_are_told_at_once() -> None:
    assert len(problems({"a": 7, "b": 7}, {"a": 1, "b": 1}, {"a": 2, "b": 2})) == 2


OLD, NEW = {"a": 1, "b": 1}, {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("current", "reason"),
    [
        (b"{", "not JSON"),
        (b"\xff", "not JSON"),
        (json_text(OLD).encode("utf-16"), "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{\n  "a": 1,\n  "b": 1,\n  "b": 1\n}\n', "twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_all_that_changes(
    current: bytes, reason: str
) -> None:
    (problem,) = problems(current, OLD, NEW)
    assert reason in problem
    assert '-  "b": 1' in problem and '+  "b": 2' in problem


def test_a_file_that_has_the_change_already_stays_as_it_is_laid_out() -> None:
    current = b'{"a":5,"b":2}'
    assert (
        merge_json("a.json", current, json_text(OLD).encode(), json_text(NEW).encode()) == current
    )


def test_a_file_that_nobody_edited_becomes_the_new_one() -> None:
    old, new = b'{"odd":1}', b'{"odd":2}'
    assert merge_json("a.json", old, old, new) == new
    assert merge_json("a.json", b"mine", old, old) == b"mine"


VALUES = st.recursive(
    st.integers(0, 3) | st.booleans() | st.none() | st.sampled_from(["x", "ü"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)
OBJECTS = st.dictionaries(st.sampled_from("abcd"), VALUES)


@given(OBJECTS, OBJECTS, st.dictionaries(st.sampled_from("xyz"), VALUES))
def test_what_somebody_added_stays_and_going_back_gives_the_file_back(
    old: Json, new: Json, mine: Json
) -> None:
    forth = merged({**old, **mine}, old, new)
    assert forth == {**new, **mine}
    assert merged(forth, new, old) == {**old, **mine}


def lines_of(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("current", "after"),
    [
        ('{"a": 1, "b": 1, "c": 1}', '{"a": 1, "b": 2, "n": {"x": [1, 2]}, "c": 1}'),
        ('{"a":1,"b":1}\n', '{"a":1,"b":2,"n":{"x":[1,2]}}\n'),
        (
            '{\r\n  "a": 1,\r\n  "b": 1\r\n}\r\n',
            '{\r\n  "a": 1,\r\n  "b": 2,\r\n  "n": {\r\n    "x": [\r\n      1,\r\n      2\r\n'
            "    ]\r\n  }\r\n}\r\n",
        ),
        ('\ufeff{\n\t"a": 1,\n\t"b": 1\n}', None),
        ('{\n    "b" : 1,\n\n    "mine" : [1, 2],\n    "a" : 1\n}\n\n', None),
        ('{ "a": 1,\n  "b": 1,  "mine": { "x": 1 } }', None),
        ('{\n  "a": 1,\n  "mine": [[1,2],[3]],\n  "b": 1 }', None),
        ('{"b":\n1\n,"a"\n:1,\n"m":2}', None),
    ],
)
def test_any_layout_is_kept_and_other_lines_stay(current: str, after: str | None) -> None:
    old, new = (json_text(value).encode() for value in (OLD, {**NEW, "n": {"x": [1, 2]}}))
    result = merge_json("a.json", current.encode(), old, new)
    assert after is None or result.decode() == after
    value = json.loads(result.decode("utf-8-sig"))
    assert value == {**json.loads(current.removeprefix("\ufeff")), **NEW, "n": {"x": [1, 2]}}
    assert result.endswith(b"\n") == current.endswith("\n")
    left = [line for line in lines_of(current.encode()) if b'"b"' not in line]
    stay = [line for line in left if line in lines_of(result)]
    assert len(left) - len(stay) <= 1  # the last one before the end gets a comma
    assert merge_json("a.json", result, new, old).decode() == current


@pytest.mark.parametrize(
    ("text", "old", "new", "after"),
    [
        (
            '{\n  "l": [1, 2],\n  "o": {\n    "x": [3]\n  }\n}\n', {"o": {"x": [3]}},
            {"o": {"x": [3], "y": [4, 5]}},
            '{\n  "l": [1, 2],\n  "o": {\n    "x": [3],\n    "y": [4, 5]\n  }\n}\n',
        ),
        (
            '{"p": [{\n  "name": "a"\n}]}', {"p": [{"name": "a"}]},
            {"p": [{"name": "a"}, {"name": "b"}]},
            '{"p": [{\n  "name": "a"\n}, {\n  "name": "b"\n}]}',
        ),
        ('{"t": "\\u00fc", "b": 1}', {"b": 1}, {"b": "ä"}, '{"t": "\\u00fc", "b": "\\u00e4"}'),
        ('{"t": "ü", "b": 1}', {"b": 1}, {"b": "ä"}, '{"t": "ü", "b": "ä"}'),
        ('{"t": 1.50e1, "b": 1}', {"b": 1}, {"b": 1.0}, '{"t": 1.50e1, "b": 1.0}'),
        (
            '{ "a": { "x": 1 }, "b": 1 }', {"b": 1}, {"b": {"y": 2}},
            '{ "a": { "x": 1 }, "b": { "y": 2 } }',
        ),
    ],
)  # fmt: skip
def test_what_is_new_looks_like_the_rest(text: str, old: Json, new: Json, after: str) -> None:
    versions = (json_text(value).encode() for value in (old, new))
    assert merge_json("a.json", text.encode(), *versions).decode() == after


LAYOUTS = st.fixed_dictionaries(
    {
        "indent": st.sampled_from([None, 1, 2, 3, 4, 8, "\t"]),
        "ensure_ascii": st.booleans(),
        "separators": st.sampled_from([None, (",", ":"), (",", " : ")]),
    }
)
MINE = {"mine": {"ü": [1, {"y": [2, 3]}, [[4, 5], {"z": 6, "a": 7}]]}}


@given(OBJECTS, OBJECTS, LAYOUTS, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_a_file_laid_out_by_a_program_stays_so(
    old: Json, new: Json, layout: dict[str, Any], newline: str, bom: str
) -> None:
    def text(value: Json) -> bytes:
        return (bom + json.dumps(value, **layout).replace("\n", newline)).encode()

    versions = [json_text(value).encode() for value in (old, new)]
    forth = merge_json("a.json", text({**old, **MINE}), *versions)
    value = json.loads(forth.decode("utf-8-sig"))
    assert value == {**new, **MINE}
    assert forth == text(value)


@pytest.mark.slow
@given(OBJECTS, OBJECTS, st.randoms(use_true_random=False))
def test_no_layout_is_too_odd(old: Json, new: Json, chance: Any) -> None:
    def odd(text: str) -> str:
        spaces = ("", "", " ", "\n", "\r\n  ", "\t", "\n\n")
        return re.sub(r'([\[\]{}:,])|(?<=\d)(?=[,\s}\]])', lambda m: chance.choice(spaces) + m[0]
                      + chance.choice(spaces), text)  # fmt: skip

    current = odd(json.dumps({**old, "mine": {"x": [1, [2]]}}))
    versions = [json_text(value).encode() for value in (old, new)]
    result = merge_json("a.json", current.encode(), *versions)
    assert json.loads(result) == {**new, "mine": {"x": [1, [2]]}}
    assert json.loads(merge_json("a.json", result, *reversed(versions))) == json.loads(current)
