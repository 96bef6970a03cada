"""An edit that does not find what it is about is told, and never passes for done."""

from collections.abc import Callable
from pathlib import Path

import pytest

from frozen.edits import editing
from frozen.edits.code_text import with_comments, with_moved_method, with_renamed_variables
from frozen.edits.editing import Difference, NotThere

CODE = """class Service:
    def first(self, row: int) -> int:
        return self.row + row

    def second(self) -> None:
        pass

    def third(self) -> None:
        pass
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "api").mkdir()
    (tmp_path / "api/app.py").write_text("one\ntwo\ntwo\n")
    return tmp_path


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: editing.replace(root, "api/app.py", "three", "four"),
        lambda root: editing.replace(root, "api/app.py", "two", "three"),
        lambda root: editing.replace(root, "api/app.py", "one", "one"),
        lambda root: editing.insert_after(root, "api/app.py", "three", "four"),
        lambda root: editing.substitute(root, "api/app.py", "^three$", "four"),
        lambda root: editing.rewrite(root, "api/app.py", str.lower),
        lambda root: editing.append(root, "api/gone.py", "x"),
        lambda root: editing.delete(root, "api/gone.py"),
        lambda root: editing.add(root, "api/app.py", "x"),
        lambda root: editing.add_files(root, "nothing"),
        lambda root: editing.carry_out(root, lambda _: None),
    ],
    ids=[
        "absent", "twice", "same", "no anchor", "no match", "no change", "append", "delete",
        "there already", "no files", "nothing done",
    ],
)  # fmt: skip
def test_an_edit_fails_where_its_text_or_file_is_not_there(
    project: Path, edit: Callable[[Path], object]
) -> None:
    before = editing.files_of(project)
    with pytest.raises(NotThere):
        edit(project)
    assert editing.files_of(project) == before


def test_what_edits_come_to_is_told(project: Path) -> None:
    done = Difference()
    for edit in (
        lambda root: editing.append(root, "api/app.py", "three\n"),
        lambda root: editing.add(root, "new/own.py", "x"),
        lambda root: editing.append(root, "new/own.py", "y"),
        lambda root: editing.add(root, "brief.py", "x"),
        lambda root: editing.delete(root, "brief.py", "api/app.py"),
    ):
        done = done.then(editing.carry_out(project, edit))
    assert done == Difference(added=frozenset({"new/own.py"}), deleted=frozenset({"api/app.py"}))
    again = editing.carry_out(project, lambda root: editing.add(root, "api/app.py", "new"))
    assert done.then(again) == Difference(
        changed=frozenset({"api/app.py"}), added=frozenset({"new/own.py"})
    )


def test_variables_are_renamed_and_attributes_are_not() -> None:
    renamed = with_renamed_variables(CODE, {"row": "patient"})
    assert "def first(self, patient: int)" in renamed
    assert "return self.row + patient" in renamed


@pytest.mark.parametrize(
    ("name", "before", "order"),
    [
        ("third", "first", ["third", "first", "second"]),
        ("first", "third", ["second", "first", "third"]),
    ],
)
def test_a_method_is_moved_whole(name: str, before: str, order: list[str]) -> None:
    moved = with_moved_method(CODE, name, before)
    found = [line.split("(")[0].split()[1] for line in moved.splitlines() if "def " in line]
    assert found == order
    assert sorted(moved.splitlines()) == sorted(CODE.splitlines())


def test_a_comment_stands_as_deep_as_its_line() -> None:
    assert "\n        # Done\n        return" in with_comments(CODE, {"return": "Done"})
    with pytest.raises(NotThere):
        with_comments(CODE, {"yield": "Never"})
