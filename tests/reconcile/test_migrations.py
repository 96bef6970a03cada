"""Which migration comes next, and behind which one."""

import pytest

from ant.artifacts.project import render_project
from ant.core.errors import CannotMerge, InvalidSpec, SeveralHeads, UnknownField
from ant.core.planning.consent import Consent
from ant.core.planning.plan import Plan
from ant.core.spec import Spec
from ant.reconcile.files import reconcile
from ant.reconcile.migrations.existing_tables import added_columns, dropped_columns
from ant.reconcile.migrations.history import likely_paths, newest
from ant.rendering.migrations.migration import ALEMBIC, VERSIONS
from support.migrations import spec_of

USERS = spec_of(users={})
MORE = spec_of(users={}, orders={})
TYPED = spec_of(users={"name": "string"})
GROWN = spec_of(users={"name": "string", "age": "integer:required"})


def applied(tree: dict[str, bytes], plan: Plan) -> dict[str, bytes]:
    changed = {change.path: change.after for change in plan.changes}
    return {path: content for path, content in {**tree, **changed}.items() if content is not None}


def project(spec: Spec) -> dict[str, bytes]:
    return applied({}, reconcile({}, None, spec))


def written(plan: Plan) -> list[str]:
    return [change.path for change in plan.changes if change.path.startswith(VERSIONS)]


def revision(name: str, *below: str) -> bytes:
    value = repr(below if len(below) > 1 else below[0] if below else None)
    return f"revision = {name!r}\ndown_revision: object = {value}\n".encode()


def test_a_new_project_begins_with_one_migration() -> None:
    assert written(reconcile({}, None, USERS)) == [f"{VERSIONS}/0001_initial.py"]


def test_each_change_of_a_table_comes_behind_the_last_one() -> None:
    tree = project(USERS)
    grown = applied(tree, reconcile(tree, USERS, MORE))
    back = applied(grown, reconcile(grown, MORE, USERS))
    names = sorted(path.removeprefix(f"{VERSIONS}/") for path in back if path.startswith(VERSIONS))
    assert names == ["0001_initial.py", "0002_create_orders.py", "0003_drop_orders.py"]
    last = newest(back)
    assert last and last.path.endswith("0003_drop_orders.py")


def test_a_change_that_is_there_already_is_not_written_again() -> None:
    tree = project(USERS)
    grown = applied(tree, reconcile(tree, USERS, MORE))
    assert written(reconcile(grown, USERS, MORE)) == []


def test_each_column_that_one_migration_drops_is_of_the_table_that_it_drops_it_of() -> None:
    both = spec_of(users={"nick": "text", "phone": "text"}, orders={"nick": "text", "paid": "date"})
    less = spec_of(users={"phone": "text"}, orders={"nick": "text"})
    tree = project(both)
    plan = reconcile(tree, both, less)
    without, [path] = applied(tree, plan), written(plan)
    assert without[path].count(b") as batch:") >= 2
    assert added_columns(without, less, both).columns == frozenset()
    assert {*dropped_columns(without, both)} == {("users", "nick"), ("orders", "paid")}


def test_nothing_is_written_where_no_table_changes() -> None:
    subroutes = MORE._replace(description="A shop.")
    assert written(reconcile(project(MORE), MORE, subroutes)) == []


def test_a_project_without_alembic_gets_no_migrations() -> None:
    tree = project(USERS)
    del tree[ALEMBIC]
    plan = reconcile(tree, USERS, MORE)
    assert (written(plan), plan.losses) == ([], ())


def test_without_any_migration_the_next_one_makes_all_tables() -> None:
    tree = render_project(USERS)
    plan = reconcile(tree, USERS, MORE)
    assert written(plan) == [f"{VERSIONS}/0001_initial.py"]
    assert written(reconcile(applied(tree, plan), USERS, MORE)) == []


@pytest.mark.parametrize("name", ["9233ab345134", "923316345134"])
def test_a_migration_that_somebody_wrote_counts(name: str) -> None:
    tree = project(USERS)
    first = newest(tree)
    assert first
    tree[f"{VERSIONS}/{name}_mine.py"] = revision(name, first.name)
    (path,) = written(reconcile(tree, USERS, MORE))
    assert path == f"{VERSIONS}/0002_create_orders.py"
    after = applied(tree, reconcile(tree, USERS, MORE))
    assert f'down_revision: str | None = "{name}"'.encode() in after[path]


def test_several_ends_are_refused_by_name_and_a_merge_brings_them_together() -> None:
    tree = {f"{VERSIONS}/{name}.py": revision(name, "a") for name in ("b", "c")}
    tree |= {f"{VERSIONS}/a.py": revision("a"), ALEMBIC: b""}
    with pytest.raises(SeveralHeads, match=r"b\.py' and 'api/migrations/versions/c\.py"):
        newest(tree)
    tree[f"{VERSIONS}/d.py"] = revision("d", "b", "c")
    last = newest(tree)
    assert last and last.name == "d"


@pytest.mark.parametrize("content", [b"def (", b"revision = make()\n", b"\xff\xfe\n"])
def test_a_migration_that_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(CannotMerge, match=r"x\.py"):
        newest({f"{VERSIONS}/x.py": content})


def test_of_many_numbered_migrations_only_the_last_is_read() -> None:
    numbered = [f"{VERSIONS}/{number:04}_x.py" for number in range(1, 1200)]
    assert likely_paths([*numbered, f"{VERSIONS}/README"]) == numbered[-1:]
    dated = f"{VERSIONS}/2026_12_01_mine.py"
    assert likely_paths([dated, *numbered]) == [dated, numbered[-1]]
    assert likely_paths([f"{VERSIONS}/mine.py", *numbered]) == [f"{VERSIONS}/mine.py", numbered[-1]]
    branches = [*numbered, f"{VERSIONS}/0007_y.py"]
    assert likely_paths(branches) == branches


def test_losses_tell_a_stub_from_rows_that_people_ask_for() -> None:
    plan = reconcile(project(MORE), MORE, USERS)
    assert [loss.asks for loss in plan.losses] == [False]
    empty = TYPED._replace(routes=())
    assert [loss.asks for loss in reconcile(project(TYPED), TYPED, empty).losses] == [True]


def test_a_required_column_without_a_value_is_named_and_one_with_a_value_is_not() -> None:
    tree = project(TYPED)
    assert reconcile(tree, TYPED, GROWN).unfilled == ("users.age",)
    filled = Consent(fills={("users", "age"): "7"})
    assert reconcile(tree, TYPED, GROWN, filled).unfilled == ()


def test_values_of_an_enum_are_replaced_in_a_migration_which_is_written_once() -> None:
    old = spec_of(users={"status": "enum:values=new,closed"})
    new = spec_of(users={"status": "enum:values=new,archived"})
    tree = project(old)
    plain = reconcile(tree, old, new)
    assert written(plain) == [f"{VERSIONS}/0002_change_status_of_users.py"]
    assert [loss.fillable for loss in plain.losses] == ["users.status"]
    filled = Consent(fills={("users", "status"): "archived"})
    plan = reconcile(tree, old, new, filled)
    assert written(plan) == [f"{VERSIONS}/0002_replace_values_of_status_of_users.py"]
    assert [loss.asks for loss in plan.losses] == [False]
    assert written(reconcile(applied(tree, plan), old, new, filled)) == []
    assert written(reconcile(applied(tree, plan), new, new, filled)) == []


def test_a_required_reference_without_a_value_goes_by_the_name_of_its_field() -> None:
    teams = {"name": "string"}
    old = spec_of(users={"name": "string"}, teams=teams)
    new = spec_of(users={"name": "string", "team": "reference:to=teams:required"}, teams=teams)
    assert reconcile(project(old), old, new).unfilled == ("users.team",)
    filled = Consent(fills={("users", "team"): "1"})
    assert reconcile(project(old), old, new, filled).unfilled == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("integer:required", "integer:required:min=1"),
        ("enum:values=1,2:required", "enum:values=1,2,3:required"),
        ("enum:values=1,2", "enum:values=1,2,3"),
        (None, "integer:required"),
    ],
)
def test_a_value_that_no_row_can_need_is_refused(old: str | None, new: str) -> None:
    before = spec_of(users={"age": old}) if old else TYPED._replace(routes=())
    after = spec_of(users={"age": new})
    with pytest.raises(InvalidSpec, match=r"Rows need no value of 'users\.age': "):
        reconcile(project(before), before, after, Consent(fills={("users", "age"): "1"}))


@pytest.mark.parametrize(
    ("fills", "error"),
    [({("users", "age"): "old"}, InvalidSpec), ({("users", "nope"): 1}, UnknownField)],
)
def test_a_value_that_a_field_cannot_hold_is_refused(
    fills: dict[tuple[str, str], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        reconcile(project(TYPED), TYPED, GROWN, Consent(fills=fills))
