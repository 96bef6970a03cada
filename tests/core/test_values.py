"""Problems, trees and plans."""

import pytest

from ant.core.errors import AntError, InvalidName, Problem
from ant.core.planning.plan import FileChange, make_plan


def test_a_problem_reads_as_where_what_and_what_to_do() -> None:
    assert str(Problem("No.")) == "No."
    assert str(Problem("No.", where="routes.x")) == "No.\n  at routes.x"
    assert str(Problem("No.", hint="Try y.")) == "No.\n  Try y."


def test_an_error_shows_every_problem() -> None:
    assert str(AntError(Problem("One."), Problem("Two."))) == "One.\nTwo."


def test_a_plan_is_ordered_by_path_and_knows_what_changes_nothing() -> None:
    kept = FileChange("b", b"1", b"1")
    made = FileChange("c", None, b"")
    removed = FileChange("a", b"1", None)
    plan = make_plan(made, kept, removed)
    assert plan.changes == (removed, kept, made)
    assert plan.effective == (removed, made)


@pytest.mark.parametrize("path", ["/a", "a/../b", "..", ".", "", "a//b", "a/", "a\0", "a\\b"])
def test_no_plan_reaches_outside_the_project(path: str) -> None:
    with pytest.raises(InvalidName):
        make_plan(FileChange(path, None, b""))
