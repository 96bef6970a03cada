"""Promises that hold for any three versions of a file with keys."""

import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from ant.reconcile.texts.merge_text import merge_text

Value = int | list[str] | None
Leaves = dict[tuple[str, str], Value]

places = st.tuples(st.sampled_from(["x", "y", "z"]), st.sampled_from("abcd"))
some = st.integers(0, 9) | st.lists(st.sampled_from("pqrs"), max_size=3, unique=True)
documents = st.dictionaries(places, some, max_size=9)
edits = st.dictionaries(places, some | st.none(), max_size=3)
pins = st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e"]), st.integers(1, 4), max_size=5)


def tables(leaves: Leaves) -> dict[str, dict[str, Value]]:
    result: dict[str, dict[str, Value]] = {}
    for (table, key), value in leaves.items():
        if value is not None:
            result.setdefault(table, {})[key] = value
    return result


def as_toml(leaves: Leaves) -> str:
    parts = ["# Top."]
    for table, entries in tables(leaves).items():
        parts += [f"[{table}]", *(f"{key} = {value!r}" for key, value in entries.items())]
    return "\n".join([*parts, ""])


class Kind(NamedTuple):
    write: Callable[[Leaves], str]
    read: Callable[[str], Any]


KINDS = {
    "a.toml": Kind(as_toml, tomllib.loads),
    "a.yml": Kind(lambda leaves: yaml.safe_dump(tables(leaves), sort_keys=False), yaml.safe_load),
}


def wanted(current: Value, old: Value, new: Value) -> list[Value]:
    """What may stand at a place afterwards, if it is not a list that both sides changed."""
    if current == old:
        return [new]
    if old == new or current == new:
        return [current]
    return []


@pytest.mark.parametrize("path", KINDS)
@example(
    old={("y", "b"): 0, ("z", "c"): 0, ("y", "a"): 0},
    mine={("y", "b"): None, ("z", "c"): 1},
    ours={("z", "c"): None},
)
@given(documents, edits, edits)
def test_every_value_is_what_one_side_made_of_it_or_there_is_a_problem(
    path: str, old: Leaves, mine: Leaves, ours: Leaves
) -> None:
    kind = KINDS[path]
    current, new = old | mine, old | ours
    result = merge_text(path, *(kind.write(side).encode() for side in (current, old, new)))
    found = leaves_of(kind.read(result.content.decode()))
    for place in {*current, *old, *new, *found}:
        versions = [side.get(place) for side in (current, old, new)]
        allowed, value = wanted(*versions), found.get(place)
        if not allowed and all(isinstance(version, list) for version in versions):
            check_items(value, *versions)
        else:
            assert value in [*allowed, *(versions[:1] if result.problems else [])], place


def leaves_of(value: Mapping[str, Mapping[str, Value]]) -> Leaves:
    return {(table, key): item for table, entries in value.items() for key, item in entries.items()}


def check_items(value: Any, current: Any, old: Any, new: Any) -> None:
    """A list that both sides changed stays, or has all that was added and nothing removed."""
    if value != current:
        removed = ({*old} - {*current}) | ({*old} - {*new})
        added = ({*current} | {*new}) - {*old}
        assert {*value} - added == {*old} - removed - added
        assert added <= {*value}


def requirements(versions: Mapping[str, int]) -> str:
    return "# Top.\n" + "".join(f"{name}=={pin}\n" for name, pin in versions.items())


@given(pins, pins, pins)
def test_every_requirement_is_what_one_side_made_of_it_or_a_problem(
    current: dict[str, int], old: dict[str, int], new: dict[str, int]
) -> None:
    texts = [requirements(side).encode() for side in (current, old, new)]
    result = merge_text("requirements.txt", *texts)
    lines = result.content.decode().split("\n")[1:-1]
    found = {line[0]: int(line[3:]) for line in lines}
    assert len(found) == len(lines)
    unclear = set()
    for name in {*current, *old, *new}:
        here, before, after = (side.get(name) for side in (current, old, new))
        if before is not None and here is None:
            assert name not in found  # what somebody took out stays out
        elif here in (before, after):
            assert found.get(name) == after
        else:
            assert found.get(name) == here
            unclear |= {name} if before != after else set()
    assert {problem.message.split("'")[3] for problem in result.problems} == unclear
    kept = [name for name in current if name in found]
    if current != old:
        assert [name for name in found if name in current] == kept
