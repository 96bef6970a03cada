"""Carrying a changed spec into files as they stand."""

from pathlib import Path

import pytest

from ant.api.specs import document_from
from ant.artifacts.project import render_project
from ant.core.errors import CannotMerge, TargetExists
from ant.core.spec_reader import read_spec
from ant.operations.new_project import new_project
from ant.reconcile.files import reconcile
from ant.reconcile.new_files import plan_new_project
from ant.record.layout import is_of_record
from ant.rendering.migrations.migration import VERSIONS

EXAMPLES = Path(__file__).parents[2] / "examples"
OLD, NEW = new_project("old"), new_project("new")
GENERATED = render_project(OLD)
COMPOSE = "docker-compose.yml"


def changed_paths(tree: dict[str, bytes]) -> list[str]:
    return [change.path for change in reconcile(tree, OLD, NEW).effective]


def test_a_new_project_is_all_files_of_its_spec() -> None:
    plan = reconcile({}, None, OLD)
    first = f"{VERSIONS}/0001_initial.py"
    assert {
        change.path: change.after for change in plan.changes if change.path != first
    } == GENERATED
    assert first in [change.path for change in plan.changes]
    assert all(change.before is None for change in plan.changes)


@pytest.mark.parametrize("example", [None, *sorted(EXAMPLES.iterdir())])
def test_a_new_project_is_what_carrying_into_no_files_gives(example: Path | None) -> None:
    spec = OLD
    if example:
        document = document_from(str(example))
        spec = read_spec(document.value, OLD.name, document.where)
    changes = plan_new_project(spec).changes
    files = tuple(change for change in changes if not is_of_record(change.path))
    assert files == reconcile({}, None, spec).changes


def test_the_same_spec_changes_nothing() -> None:
    assert reconcile(GENERATED, OLD, OLD).changes == ()


def test_only_files_that_the_specs_give_differently_are_changed() -> None:
    paths = changed_paths(GENERATED)
    assert COMPOSE in paths
    assert "api/app.py" not in paths


def test_applying_a_plan_gives_the_new_files_and_a_second_plan_changes_nothing() -> None:
    plan = reconcile(GENERATED, OLD, NEW)
    after = GENERATED | {change.path: change.after or b"" for change in plan.changes}
    assert after == render_project(NEW)
    assert reconcile(after, OLD, NEW).effective == ()


def test_an_edited_file_that_need_not_change_is_kept() -> None:
    assert "api/app.py" not in changed_paths({**GENERATED, "api/app.py": b"# mine\n"})


def test_an_edited_file_that_would_have_to_change_is_refused_by_name() -> None:
    with pytest.raises(CannotMerge) as caught:
        reconcile({**GENERATED, COMPOSE: b"# mine\n"}, OLD, NEW)
    assert str(caught.value).startswith(f"'{COMPOSE}' is not as it was generated.")


def test_a_file_that_its_owner_deleted_stays_deleted() -> None:
    tree = {path: content for path, content in GENERATED.items() if path != COMPOSE}
    assert COMPOSE not in changed_paths(tree)


def test_a_foreign_file_in_the_way_of_a_new_one_is_refused() -> None:
    with pytest.raises(TargetExists):
        reconcile({"Dockerfile": b"FROM scratch\n"}, None, NEW)
