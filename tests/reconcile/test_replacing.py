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


@pytest.mark.parametrize("behind", ["", "  # one for all", " \t# noqa: ä", "  # type: ignore"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", ""])
def test_a_comment_behind_a_variable_stays_there(behind: str, newline: str) -> None:
    old, new = b"users = Users(db)\n", b"users = linked(Users, db)\n"
    mine = f"mine = 1\n\n\nusers = Users(db){behind}{newline}"
    merged = carried_in("m.py", mine.encode(), Versions(old, new), ConflictPolicy.STRICT)
    assert merged.problems == ()
    wanted = f"mine = 1\n\n\nusers = linked(Users, db){behind}{newline}"
    assert merged.content.decode() == wanted
    back = carried_in("m.py", merged.content, Versions(new, old), ConflictPolicy.STRICT)
    assert back.content.decode() == mine


@pytest.mark.parametrize(
    "text", ["users = (  # all\n    Users(db)\n)\n", "    users = Users(db)  # x\n"]
)
def test_a_comment_inside_of_what_is_replaced_is_refused(text: str) -> None:
    head = "class A:\n" if text.startswith(" ") else ""
    old, new = (f"{head}{'    ' * bool(head)}users = {value}\n" for value in ("Users(db)", "other"))
    versions = Versions(old.encode(), new.encode())
    merged = carried_in("m.py", (head + text).encode(), versions, ConflictPolicy.STRICT)
    assert [problem.message for problem in merged.problems]
    assert merged.content.decode() == head + text
