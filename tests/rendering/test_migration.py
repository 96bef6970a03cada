"""The text of a migration."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.core.names.renames import NO_RENAMES, Renames, renamed
from ant.core.spec import Spec
from ant.rendering.code import literal
from ant.rendering.migrations.migration import (
    TEMPLATES,
    Change,
    Head,
    losses_between,
    render_migration,
)
from ant.rendering.templates import read_template
from support.generated import CODE, TEMPLATE
from support.migrations import spec_of

OLD = spec_of(users={"name": "string:required:max=120", "boss": "reference:to=users"}, stub={})
NEW = spec_of(
    users={
        "name": "string:required:max=50", "age": "integer:default=7:index",
        "boss": "reference:to=users:on_delete=set_null",
    }
)  # fmt: skip

HEAD = Head("abc", 1)
TEXT = '''\
"""Drop stub and change name of users, and 2 more.

A downgrade does not bring back what this takes away:

- The table 'stub' goes, with all its rows.

Beware of rows:

- Rows whose 'users.name' is longer than 50 characters would stop the migration.
"""

import sqlalchemy as sa
from alembic import op

from migrations.conversions import convert_column
from migrations.operations import check_rows, fill

revision: str = "REVISION"
down_revision: str | None = "abc"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Go on to this revision."""
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("ck_users_name_blank"), type_="check")
        batch.drop_constraint(op.f("ck_users_name_length"), type_="check")
        batch.drop_constraint("fk_users_boss_id_users", type_="foreignkey")
        batch.add_column(sa.Column("age", sa.Integer()))
    convert_column("users", "name", sa.String(120), sa.String(50))
    fill("users", sa.column("age", sa.Integer()), 7)
    check_rows("users", "length(name) <= 50")
    with op.batch_alter_table("users") as batch:
        batch.alter_column("age", nullable=False)
        batch.create_check_constraint(op.f("ck_users_name_blank"), "trim(name) <> ''")
        batch.create_check_constraint(op.f("ck_users_name_length"), "length(name) <= 50")
        batch.create_foreign_key(
            "fk_users_boss_id_users", "users", ["boss_id"], ["id"], ondelete="SET NULL"
        )
        batch.create_index("ix_users_age", ["age"])
    op.drop_table("stub")


def downgrade() -> None:
    """Go back to the one before."""
    op.create_table(
        "stub",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stub"),
    )
    with op.batch_alter_table("users") as batch:
        batch.drop_constraint(op.f("ck_users_name_length"), type_="check")
        batch.drop_constraint("fk_users_boss_id_users", type_="foreignkey")
        batch.drop_index("ix_users_age")
        batch.drop_column("age")
        batch.alter_column("name", type_=sa.String(120))
        batch.create_check_constraint(op.f("ck_users_name_length"), "length(name) <= 120")
        batch.create_foreign_key(
            "fk_users_boss_id_users", "users", ["boss_id"], ["id"], ondelete="RESTRICT"
        )
'''


def text_of(change: Change, head: Head = HEAD) -> str:
    migration = render_migration(change, head)
    assert migration
    return migration.content.decode()


def slug(old: Spec, new: Spec, renames: Renames = NO_RENAMES) -> str:
    migration = render_migration(Change(old, new, renames), HEAD)
    assert migration
    return Path(migration.path).stem


def test_a_migration_reads_as_if_somebody_had_written_it() -> None:
    text = text_of(Change(OLD, NEW))
    revision = text.split('revision: str = "')[1][:12]
    assert text == TEXT.replace("REVISION", revision)


def test_the_same_change_gives_the_same_bytes_and_another_place_another_revision() -> None:
    assert render_migration(Change(OLD, NEW), HEAD) == render_migration(
        Change(OLD, NEW), Head("abc", 1)
    )
    names = {text_of(Change(OLD, NEW), Head(head)).split('"')[7] for head in ("abc", "abd", None)}
    assert len(names) == 3


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ({"users": {"a": "string"}, "orders": {}}, "0002_create_orders"),
        ({"users": {"a": "string", "b": "string"}}, "0002_add_b_to_users"),
        ({"users": {"a": "text"}}, "0002_change_a_of_users"),
        ({"users": {"b": "text"}}, "0002_add_b_to_users_and_drop_a_from_users"),
        ({"users": {"a": "string", "tags": "many:to=users"}}, "0002_create_users_tags"),
    ],
)
def test_a_file_is_called_what_it_does(new: dict[str, Any], words: str) -> None:
    assert slug(spec_of(users={"a": "string"}), spec_of(**new)) == words


def test_a_file_is_called_after_what_it_renames() -> None:
    old = spec_of(users={"a": "string"})
    for renames, words in (
        (Renames({"users": "people"}), "0002_rename_users_to_people"),
        (Renames({}, {("users", "a"): "b"}), "0002_rename_a_of_users_to_b"),
    ):
        assert slug(old, renamed(old, renames), renames) == words


def test_no_table_no_migration() -> None:
    assert render_migration(Change(OLD, OLD), HEAD) is None


def test_values_of_an_enum_that_go_are_told_and_would_stop_the_migration() -> None:
    old = spec_of(orders={"status": "enum:values=new,paid,lost:default=new"})
    new = spec_of(orders={"status": "enum:values=new,paid:default=new"})
    assert "check_rows(\"orders\", \"status IN ('new', 'paid')\")" in text_of(Change(old, new))
    (loss,) = losses_between(Change(old, new))
    assert "'orders.status' is lost" in loss.sentence
    assert (loss.asks, loss.stops, loss.fillable) == (True, True, "orders.status")


REPLACED = '''\
"""Replace values of status of orders.

A downgrade does not bring back what this takes away:

- Values of 'orders.status' that its enum does not have are replaced.
"""

import sqlalchemy as sa
from alembic import op

from migrations.operations import replace_values

revision: str = "REVISION"
down_revision: str | None = "HEAD"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Go on to this revision."""
    with op.batch_alter_table("orders") as batch:
        batch.drop_constraint(op.f("ck_orders_status_enum"), type_="check")
    replace_values("orders", sa.column("status", sa.String(100)), "fill", unlike=["KEY", "fill"])
    with op.batch_alter_table("orders") as batch:
        batch.create_check_constraint(op.f("ck_orders_status_enum"), "status IN ('KEY', 'fill')")


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("orders") as batch:
        batch.drop_constraint(op.f("ck_orders_status_enum"), type_="check")
        batch.create_check_constraint(
            op.f("ck_orders_status_enum"), "status IN ('KEY', 'fill', 'lost')"
        )
'''


def test_values_of_an_enum_that_go_are_replaced_by_one_that_is_given() -> None:
    old = spec_of(orders={"status": "enum:values=KEY,fill,lost:required"})
    new = spec_of(orders={"status": "enum:values=KEY,fill:required"})
    change = Change(old, new, fills={("orders", "status"): "fill"})
    text = text_of(change)
    revision = text.split('revision: str = "')[1][:12]
    assert text == REPLACED.replace("REVISION", revision).replace('"HEAD"', f'"{HEAD.revision}"')
    migration = render_migration(change, HEAD)
    assert migration and migration.path.endswith("_replace_values_of_status_of_orders.py")
    assert [loss.asks for loss in losses_between(change)] == [False]


def test_one_value_for_many_rows_of_a_unique_enum_is_asked_about() -> None:
    old = spec_of(orders={"status": "enum:values=a,b,c:unique"})
    new = spec_of(orders={"status": "enum:values=a,b:unique"})
    losses = losses_between(Change(old, new, fills={("orders", "status"): "a"}))
    assert [loss.sentence for loss in losses if loss.asks] == [
        "More than one row would stop the migration: all get one value of 'orders.status'."
    ]


@pytest.mark.parametrize("kind", ["string:max=100", "string:max=20", "string", "text", "integer"])
def test_a_column_that_becomes_an_enum_may_hold_what_is_none_of_its_values(kind: str) -> None:
    old, new = spec_of(orders={"a": kind}), spec_of(orders={"a": "enum:values=x,y"})
    asked = [loss for loss in losses_between(Change(old, new)) if loss.asks]
    assert (
        asked[-1].sentence
        == "Rows whose 'orders.a' is none of its enum's values would stop the migration."
    )
    filled = losses_between(Change(old, new, fills={("orders", "a"): "x"}))
    assert [loss.asks for loss in filled] == [False]


def test_a_reference_to_another_route_is_told_and_one_to_a_renamed_route_is_not() -> None:
    routes: dict[str, Any] = {"users": {"a": "text"}, "shops": {"a": "text"}}
    old = spec_of(**routes, orders={"user": "reference:to=users", "marks": "many:to=users"})
    new = spec_of(**routes, orders={"user": "reference:to=shops", "marks": "many:to=shops"})
    change = Change(old, new)
    assert [loss.sentence for loss in losses_between(change) if loss.asks] == [
        "The values of 'orders.user_id' were ids of 'users' and are taken for ids of 'shops'.",
        "The values of 'orders_marks.marks_id' were ids of 'users' and are taken for ids of"
        " 'shops'.",
    ]
    assert "- The values of 'orders.user_id' were ids of 'users'" in text_of(change)
    renames = Renames({"users": "people"})
    assert losses_between(Change(old, renamed(old, renames), renames)) == ()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: (
    st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)))  # fmt: skip
def test_a_literal_is_the_value_in_ascii(value: Any) -> None:
    text = str(literal(value))
    assert text.isascii()
    assert eval(text) == value


LONG = "a_name_of_a_route_that_is_as_long_as_a_name_can_be_in_a_spec"


def test_migrations_are_formatted_and_linted_however_long_the_names_are(tmp_path: Path) -> None:
    field = LONG[:40]
    long = spec_of(**{
        LONG[:24]: {
            field[:20]: "decimal:precision=18:scale=4:unique", "boss": f"reference:to={LONG[:24]}",
        },
        LONG[:50]: {"x": "string:required"},
    })  # fmt: skip
    values = ["x" * 120, "it's", 'say "so"', "both ' and \"", "é\n"]
    wide = {"type": "json", "default": dict.fromkeys(values, values)}
    filled = spec_of(**{LONG[:50]: {"x": "string:required", "y": wide, "z": "date:default=now"}})
    renames = Renames({LONG[:24]: "short"}, {(LONG[:24], field[:20]): "brief"})
    changes = [
        Change(None, long), Change(long, filled), Change(OLD, NEW), Change(NEW, OLD),
        Change(long, renamed(long, renames), renames), Change(filled, spec_of(other={})),
    ]  # fmt: skip
    for number, change in enumerate(changes):
        (tmp_path / f"{number}.py").write_text(text_of(change))
    code = {path: name for path, name in TEMPLATES.items() if path.startswith("api/")}
    for path, template in code.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(read_template(template))
    settings = ["--no-cache", "--config", str(TEMPLATE / "pyproject.toml"),
                "--config", f"src={[*map(str, CODE), f'{tmp_path}/api']}"]  # fmt: skip
    ruff = str(Path(sys.executable).parent / "ruff")
    for words in (["format", "--check", "--diff"], ["check"]):
        command = [ruff, *words, *settings, str(tmp_path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_values_that_a_downgrade_would_stop_at_are_told() -> None:
    old, new = spec_of(users={"age": "integer"}), spec_of(users={"age": "string:max=20"})
    text = text_of(Change(old, new))
    assert "Beware of a downgrade:" in text
    told = "- Rows whose 'users.age' {} would stop it."
    assert told.format("cannot be read as integer without a change") in text
    wider = text_of(Change(old, spec_of(users={"age": "bigint"})))
    assert told.format("has more digits than integer") in wider
    assert "Beware" not in text_of(Change(old, spec_of(users={"age": "integer:index"})))


def test_a_downgrade_that_rows_would_stop_is_told() -> None:
    orders: dict[str, Any] = {"total": "integer", "user": "reference:to=users:required"}
    old, new = spec_of(users={"a": "text"}, orders=orders), spec_of(orders={"total": "integer"})
    told = "- Rows of 'orders' stop it: their 'user_id' would refer to nothing."
    assert told in text_of(Change(old, new))
    users = spec_of(users={"a": "text"}, orders={"total": "integer"})
    assert "Beware" not in text_of(Change(old, users))


def test_filled_values_are_told() -> None:
    old, new = spec_of(users={"age": "integer"}), spec_of(users={"age": "integer:default=5"})
    (loss,) = losses_between(Change(old, new))
    assert loss[:3] == ("Empty values of 'users.age' are filled.", False, "")
    assert loss.rows and (loss.rows.which, loss.rows.column) == ("empty", "age")
    assert losses_between(Change(new, old)) == ()
