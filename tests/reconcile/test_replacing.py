"""Attributes that take each other's names, in a class that its owner has added to."""

from itertools import permutations

import pytest

from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.merge import Versions, carried_in

TYPES = {"a": "String(1)", "b": "Integer", "c": "Date"}
MINE = "\n    def mine(self) -> str:\n        return self.a\n"
CHANGED = "Integer, comment='mine'"


def model(columns: dict[str, str]) -> str:
    lines = [f"    {name} = mapped_column({kind})\n" for name, kind in columns.items()]
    return "".join(["class Users:\n", '    """One row."""\n\n', *lines])


def renamed(renames: dict[str, str]) -> str:
    return model({renames[name]: kind for name, kind in TYPES.items()})


NAMES = [dict(zip(TYPES, new, strict=True)) for new in permutations(["a", "b", "c", "d"], 3)]


@pytest.mark.parametrize("renames", NAMES, ids=lambda names: "".join(names.values()))
def test_they_end_where_they_shall(renames: dict[str, str]) -> None:
    old, new = model(TYPES), renamed(renames)
    moved = {name: other for name, other in renames.items() if name != other}
    versions = Versions(old.encode(), new.encode(), moved)
    merged = carried_in("m.py", (old + MINE).encode(), versions, ConflictPolicy.STRICT)
    assert merged.problems == ()
    assert merged.content.decode() == new + MINE


@pytest.mark.parametrize("renames", NAMES, ids=lambda names: "".join(names.values()))
def test_where_one_was_changed_no_two_have_one_name(renames: dict[str, str]) -> None:
    moved = {name: other for name, other in renames.items() if name != other}
    old, new = model(TYPES), renamed(renames)
    current = old.replace("Integer", CHANGED) + MINE
    versions = Versions(old.encode(), new.encode(), moved)
    merged = carried_in("m.py", current.encode(), versions, ConflictPolicy.BY_HAND)
    code = merged.content.decode()
    names = [line.split()[0] for line in code.splitlines() if "mapped_column" in line]
    assert len({*names}) == 3 and {*names} <= {"a", "b", "c", "d"}
    assert f"    b = mapped_column({CHANGED})\n" in code and MINE in code
    told = {problem.hint.split()[-3] for problem in merged.problems if problem.hint}
    undone = {
        new for name, new in moved.items() if f"{new} = mapped_column({TYPES[name]})" not in code
    }
    assert told == undone
