"""What becomes of rows when their tables change, on both databases."""

import re
from typing import Any

import pytest

from ant.core.names.renames import Renames, renamed
from ant.core.spec import Spec
from ant.rendering.migrations.migration import Change, Head, losses_between, render_migration
from support.migrations import Carry, spec_of
from support.models import models_of

pytestmark = pytest.mark.slow  # each migrates a database up and down

UUID = "123E4567-E89B-12D3-A456-426614174000"
NOW = "'2026-01-02 03:04:05'"
BEFORE: dict[str, dict[str, Any]] = {
    "users": {"name": "string:required:max=20", "email": "email:required:unique"},
    "orders": {
        "user": "reference:to=users:required:on_delete=cascade", "total": "integer",
        "tags": "many:to=tags",
    },
    "tags": {"name": "string:required"},
}  # fmt: skip
ROWS = [
    f"INSERT INTO users (id, name, email, created_at, updated_at) VALUES"
    f" (1, 'Ada', 'a@b.c', {NOW}, {NOW}), (2, 'Bob', 'b@b.c', {NOW}, {NOW})",
    f"INSERT INTO orders (id, user_id, total, created_at, updated_at) VALUES"
    f" (1, 1, 5, {NOW}, {NOW}), (2, 2, NULL, {NOW}, {NOW})",
    f"INSERT INTO tags (id, name, created_at, updated_at) VALUES (1, 'new', {NOW}, {NOW})",
    "INSERT INTO orders_tags (orders_id, tags_id) VALUES (2, 1)",
]
OLD = spec_of(**BEFORE)


def text_of(change: Change) -> str:
    migration = render_migration(change, Head())
    assert migration
    return migration.content.decode()


def after(carry: Carry, url: str, change: Change, query: str, *rows: str) -> list[list[str]]:
    """The answer to a query in a database with rows that went up, down and up again."""
    first, second = text_of(Change(None, OLD)), text_of(change)
    statements = [["rows", statement] for statement in (*ROWS, *rows)]
    results = carry(
        url,
        ["migrate", first, "upgrade"], *statements,
        ["migrate", second, "upgrade"], ["migrate", second, "downgrade"],
        ["differences", models_of(OLD)],
        ["migrate", second, "upgrade"], ["differences", models_of(change.new)],
        ["rows", query],
    )  # fmt: skip
    assert results[-4] == results[-2] == []
    found: list[list[str]] = results[-1]
    return found


def with_fields(route: str, **fields: Any) -> Spec:
    return spec_of(**{**BEFORE, route: {**BEFORE[route], **fields}})


@pytest.mark.parametrize(
    ("field", "given", "stored"),
    [
        ("integer:required:default=7", None, "7"),
        ("smallint:nullable:default=7", None, "7"),
        ("integer:required", 3, "3"),
        ("integer:required", "3", "3"),
        ("string:required", "it's \"x\" \\", "it's \"x\" \\"),
        ("list:of=integer:default=[1,2]", None, "[1, 2]"),
        ("uuid:required", UUID, UUID.replace("-", "").lower()),
        ("date:default=2030-02-01", None, "20300201"),
        ({"type": "time", "default": "23:05:00"}, None, "23:05:00"),
        ("enum:values=new,paid:default=paid", None, "paid"),
    ],
)  # fmt: skip
def test_a_required_column_is_filled_in_the_rows_that_are_there(
    carry: Carry, url: str, field: Any, given: object, stored: str
) -> None:
    fills = {} if given is None else {("users", "extra"): given}
    change = Change(OLD, with_fields("users", extra=field), fills=fills)
    found = after(carry, url, change, "SELECT extra FROM users ORDER BY id")
    assert [row[0].replace("-", "").removesuffix(".000000") for row in found] == [stored] * 2


def test_rows_that_are_there_get_a_uuid_each(carry: Carry, url: str) -> None:
    change = Change(OLD, with_fields("users", key="uuid:unique:required:default=uuid"))
    assert [loss for loss in losses_between(change) if loss.stops] == []
    found = after(carry, url, change, "SELECT key FROM users")
    one, other = (row[0].replace("-", "") for row in found)
    assert one != other
    assert all(
        re.fullmatch("[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}", key) for key in (one, other)
    )


def test_exact_numbers_and_moments_are_filled_as_the_application_holds_them(
    carry: Carry, url: str
) -> None:
    since = {"type": "datetime", "default": "2030-01-01T00:00:00Z"}
    new = with_fields("users", price="decimal:default=1.5", since=since)
    found = after(carry, url, Change(OLD, new), "SELECT price, since FROM users")
    assert [(row[0], row[1][:19]) for row in found] == [("1.50", "2030-01-01 00:00:00")] * 2


def test_a_column_becomes_required_where_it_was_empty(carry: Carry, url: str) -> None:
    new = with_fields("orders", total="integer:required")
    change = Change(OLD, new, fills={("orders", "total"): 9})
    assert after(carry, url, change, "SELECT total FROM orders ORDER BY id") == [["5"], ["9"]]


STATUS = {("orders", "status"): "archived"}
FROM_ENUM = "enum:values=new,closed"
TO_ENUM = "enum:values=new,archived"


@pytest.mark.parametrize("extra", ["", ":required", ":default=new"])
@pytest.mark.parametrize(
    ("was", "held"),
    [
        (FROM_ENUM, ("new", "closed")),
        ("string:max=6", ("new", "closed")),
        ("string:max=100", ("new", "closed")),
        ("text", ("new", "x" * 101)),
        ("integer", (1, 2)),
    ],
)
def test_values_that_an_enum_does_not_have_are_replaced_and_nothing_else(
    carry: Carry, url: str, extra: str, was: str, held: tuple[object, object]
) -> None:
    one, two = with_fields("orders", status=was), with_fields("orders", status=TO_ENUM + extra)
    second = text_of(Change(one, two, fills=STATUS))
    texts = [str(value) if isinstance(value, int) else f"'{value}'" for value in held]
    steps = [
        ["migrate", text_of(Change(None, OLD)), "upgrade"], *(["rows", rows] for rows in ROWS),
        ["migrate", text_of(Change(OLD, one)), "upgrade"],
        ["rows", f"INSERT INTO orders (id, user_id, status, created_at, updated_at) VALUES"
                 f" (3, 1, {texts[0]}, {NOW}, {NOW}), (4, 2, {texts[1]}, {NOW}, {NOW})"],
        ["migrate", second, "upgrade"], ["differences", models_of(two)],
        ["rows", "SELECT status FROM orders ORDER BY id"],
    ]  # fmt: skip
    if was == FROM_ENUM:
        steps += [
            ["stops", second, "downgrade"], ["differences", models_of(two)],
            ["rows", "UPDATE orders SET status = 'new' WHERE status = 'archived'"],
            ["migrate", second, "downgrade"], ["differences", models_of(one)],
        ]  # fmt: skip
    results = carry(url, *steps)
    empty = "archived" if extra else "None"
    third = "archived" if was == "integer" else "new"
    migrated = len(ROWS) + 4
    assert results[migrated : migrated + 2] == [[], [[empty], [empty], [third], ["archived"]]]
    if was == FROM_ENUM:
        assert "would break the rule status IN ('closed', 'new')" in results[-5]
        assert results[-4] == results[-1] == []


def test_a_downgrade_gives_a_required_reference_the_least_id(carry: Carry, url: str) -> None:
    new = spec_of(**{**BEFORE, "orders": {"total": "integer", "tags": "many:to=tags"}})
    migration = text_of(Change(OLD, new))
    results = carry(
        url,
        ["migrate", text_of(Change(None, OLD)), "upgrade"], *(["rows", rows] for rows in ROWS),
        ["rows", "DELETE FROM orders WHERE id = 1"], ["rows", "DELETE FROM users WHERE id = 1"],
        ["migrate", migration, "upgrade"], ["migrate", migration, "downgrade"],
        ["differences", models_of(OLD)], ["rows", "SELECT user_id FROM orders"],
    )  # fmt: skip
    assert results[-2:] == [[], [["2"]]]


def test_a_downgrade_to_a_required_reference_stops_where_nothing_can_be_referred_to(
    carry: Carry, url: str
) -> None:
    new = spec_of(orders={"total": "integer", "tags": "many:to=tags"}, tags=BEFORE["tags"])
    migration = text_of(Change(OLD, new))
    steps = [
        ["migrate", text_of(Change(None, OLD)), "upgrade"], *(["rows", rows] for rows in ROWS),
        ["migrate", migration, "upgrade"],
    ]  # fmt: skip
    with pytest.raises(AssertionError, match="IntegrityError"):
        carry(url, *steps, ["migrate", migration, "downgrade"])


def test_without_a_value_for_the_rows_nothing_is_migrated(carry: Carry, url: str) -> None:
    migration = render_migration(Change(OLD, with_fields("users", age="integer:required")), Head())
    assert migration and migration.unfilled == ("users.age",)
    first, second = text_of(Change(None, OLD)), migration.content.decode()
    rows = [["rows", statement] for statement in ROWS]
    empty = carry(url, ["migrate", first, "upgrade"], ["migrate", second, "upgrade"])
    assert empty == [None, None]
    with pytest.raises(AssertionError, match="IntegrityError"):
        carry(url, ["migrate", first, "upgrade"], *rows, ["migrate", second, "upgrade"])


@pytest.mark.parametrize(
    ("kinds", "value"),
    [
        (("decimal:scale=2", "decimal:scale=3"), "5.000"),
        (("decimal:scale=3", "decimal:scale=1"), "5.0"),
        (("decimal", "integer"), "5"),
        (("float", "decimal"), "5.00"),
        (("decimal", "float"), "5.0"),
        (("bigint", "string"), "5"),
        (("decimal:unique", "decimal:scale=3:unique"), "5.000"),
        (("decimal", "decimal:precision=38:scale=20"), "5.00000000000000000000"),
    ],
)
def test_a_number_stays_the_same_when_its_column_changes(
    carry: Carry, url: str, kinds: tuple[str, str], value: str
) -> None:
    one, two = (with_fields("orders", total=kind) for kind in kinds)
    steps = [
        ["migrate", text_of(Change(None, OLD)), "upgrade"], *(["rows", rows] for rows in ROWS),
        ["migrate", text_of(Change(OLD, one)), "upgrade"],
        ["migrate", text_of(Change(one, two)), "upgrade"],
        ["rows", "SELECT total FROM orders ORDER BY id"],
        ["migrate", text_of(Change(one, two)), "downgrade"],
        ["migrate", text_of(Change(OLD, one)), "downgrade"],
        ["rows", "SELECT total FROM orders ORDER BY id"],
    ]  # fmt: skip
    results = carry(url, *steps)
    assert results[-4] == [[value], ["None"]]
    assert results[-1] == [["5"], ["None"]]


RENAMES = Renames(
    {"users": "people", "tags": "labels"},
    {("users", "email"): "mail", ("orders", "user"): "buyer", ("orders", "tags"): "marks"},
)


def test_what_is_renamed_keeps_its_rows_and_goes_on_counting(carry: Carry, url: str) -> None:
    change = Change(OLD, renamed(OLD, RENAMES), RENAMES)
    joined = (
        "SELECT mail, total FROM people JOIN orders ON buyer_id = people.id"
        " JOIN orders_marks ON orders_id = orders.id JOIN labels ON labels.id = marks_id"
    )
    assert after(carry, url, change, joined) == [["b@b.c", "None"]]
    if not url.startswith("sqlite"):
        sequence = "SELECT pg_get_serial_sequence('people', 'id')"
        assert after(carry, url, change, sequence) == [["public.people_id_seq"]]


def test_names_that_change_places_do_not_lose_their_values(carry: Carry, url: str) -> None:
    swap = Renames({}, {("users", "name"): "email", ("users", "email"): "name"})
    change = Change(OLD, renamed(OLD, swap), swap)
    found = after(carry, url, change, "SELECT name, email FROM users ORDER BY id")
    assert found == [["a@b.c", "Ada"], ["b@b.c", "Bob"]]


def test_columns_that_take_the_place_of_others_keep_their_values(carry: Carry, url: str) -> None:
    moved = {
        "name": "string:required:max=20:column=email",
        "email": "email:required:unique:column=Mail",
    }
    change = Change(OLD, with_fields("users", **moved))
    found = after(carry, url, change, 'SELECT email, "Mail" FROM users ORDER BY id')
    assert found == [["Ada", "a@b.c"], ["Bob", "b@b.c"]]
    fields = {"user": "reference:to=users:required:on_delete=cascade:column=total"}
    change = Change(OLD, spec_of(**{**BEFORE, "orders": fields}))
    assert after(carry, url, change, "SELECT total FROM orders ORDER BY id") == [["1"], ["2"]]


def test_a_table_that_is_altered_keeps_the_rows_that_refer_to_it(carry: Carry, url: str) -> None:
    new = with_fields("users", name="string:required:max=30:unique")
    counted = "SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM orders_tags)"
    assert after(carry, url, Change(OLD, new), counted) == [["2", "1"]]


def test_a_stub_that_gets_fields_counts_as_far_as_a_resource_does(carry: Carry, url: str) -> None:
    stub, resource = spec_of(notes={}), spec_of(notes={"text": "text:required"})
    fills = {("notes", "text"): "?"}
    second = text_of(Change(stub, resource, fills=fills))
    results = carry(
        url,
        ["migrate", text_of(Change(None, stub)), "upgrade"],
        ["rows", "INSERT INTO notes (model) VALUES ('old')"],
        ["migrate", second, "upgrade"], ["differences", models_of(resource)],
        ["rows", "SELECT id, text FROM notes"],
        ["migrate", second, "downgrade"], ["differences", models_of(stub)],
    )  # fmt: skip
    assert results[3:] == [[], [["1", "?"]], None, []]


def test_a_number_that_is_unique_changes_its_unit_beside_one_ten_times_as_large(
    carry: Carry, url: str
) -> None:
    one, two = spec_of(a={"x": "decimal:scale=1:unique"}), spec_of(a={"x": "decimal:unique"})
    rows = "[{'id': 1, 'x': Decimal('1.0')}, {'id': 2, 'x': Decimal('10.0')}]"
    results = carry(
        url,
        ["migrate", text_of(Change(None, one)), "upgrade"], ["store", models_of(one), "a", rows],
        ["migrate", text_of(Change(one, two)), "upgrade"], ["differences", models_of(two)],
        ["load", models_of(two), "a"],
    )  # fmt: skip
    assert results[-2] == []
    assert "'x': Decimal('1.00')" in results[-1][0] and "'x': Decimal('10.00')" in results[-1][1]


@pytest.mark.parametrize("number", ["bigint", "integer"])
def test_a_reference_becomes_the_number_of_a_row_and_refers_to_it_again(
    carry: Carry, url: str, number: str
) -> None:
    new = spec_of(**{**BEFORE, "orders": {
        "user_id": f"{number}:required", "total": "integer", "tags": "many:to=tags",
    }})  # fmt: skip
    found = after(carry, url, Change(OLD, new), "SELECT user_id FROM orders ORDER BY id")
    assert found == [["1"], ["2"]]


def test_a_number_of_no_row_refers_to_nothing_and_stops(carry: Carry, url: str) -> None:
    new = spec_of(**{**BEFORE, "orders": {"user_id": "bigint", "total": "integer"}})
    migration = text_of(Change(OLD, new))
    steps = [
        ["migrate", text_of(Change(None, OLD)), "upgrade"], *(["rows", rows] for rows in ROWS),
        ["migrate", migration, "upgrade"], ["rows", "UPDATE orders SET user_id = 9"],
    ]  # fmt: skip
    with pytest.raises(AssertionError, match=r"IntegrityError|broken_references"):
        carry(url, *steps, ["migrate", migration, "downgrade"])


def test_migrations_of_earlier_versions_still_run(carry: Carry, url: str) -> None:
    """Those that convert numbers of SQLite by a statement of their own."""
    one = spec_of(a={"x": "decimal"})
    results = carry(
        url,
        ["migrate", text_of(Change(None, one)), "upgrade"],
        ["store", models_of(one), "a", "[{'id': 1, 'x': Decimal('1.50')}]"],
        ["migrate", EARLIER, "upgrade"],
        ["load", models_of(spec_of(a={"x": "decimal:scale=3"})), "a"],
    )  # fmt: skip
    assert "'x': Decimal('1.500')" in results[-1][0]


EARLIER = """
import sqlalchemy as sa
from alembic import op

from helper.columns import exact
from migrations.operations import convert_on_sqlite


def upgrade() -> None:
    with op.batch_alter_table("a") as batch:
        batch.alter_column("x", type_=exact(12, 3))
    convert_on_sqlite("a", "x", sa.column("x") * 10)
"""


def test_a_table_that_another_route_takes_with_texts_for_keys_is_made_anew(
    carry: Carry, url: str
) -> None:
    old = spec_of({"users": {"key": "uuid", "table": "p"}}, users={"name": "string"})
    new = spec_of({"pets": {"key": "string:max=9", "table": "p"}}, pets={"name": "string"})
    more = spec_of({"cats": {"key": "string:max=20", "table": "p"}}, cats={"name": "string"})
    specs = (old, new, more)
    texts = [text_of(Change(was, now)) for was, now in zip((None, *specs), specs, strict=False)]
    ups = [
        [["migrate", text, "upgrade"], ["differences", models_of(spec)]]
        for text, spec in zip(texts, specs, strict=True)
    ]
    downs = [["migrate", texts[2], "downgrade"], ["differences", models_of(new)]]
    results = carry(url, *(step for steps in ups for step in steps), *downs)
    assert results[1::2] == [[], [], [], []]
    assert "made anew, without its rows" in losses_between(Change(old, new))[0].sentence


def test_rows_whose_key_is_a_reference_are_named_by_it(carry: Carry, url: str) -> None:
    user, key = "reference:required:to=users", {"badges": {"key": "user"}}
    one, two = (
        spec_of(key, **BEFORE, badges={"user": user, "size": size})
        for size in ("integer", "integer:min=1")
    )
    rows = f"INSERT INTO badges (user_id, size, created_at, updated_at) VALUES (2, 0, {NOW}, {NOW})"
    steps = [["migrate", text_of(Change(None, one)), "upgrade"]]
    steps += [["rows", statement] for statement in (*ROWS, rows)]
    told = carry(url, *steps, ["stops", text_of(Change(one, two)), "upgrade"])[-1]
    assert "1 of the rows of badges would break the rule size >= 1 (id 2)" in told


def test_a_reference_to_any_of_several_routes_gets_routes_and_loses_them(
    carry: Carry, url: str
) -> None:
    some = with_fields("orders", about="reference:to=users,tags:on_delete=cascade")
    found = after(carry, url, Change(OLD, some), "SELECT about__users_id FROM orders")
    assert found == [["None"], ["None"]]
    fields = {"about": "reference:required:to=users,tags,orders:on_delete=cascade"}
    more = with_fields("orders", **fields)
    other = renamed(more, Renames(routes={"tags": "marks"}, fields={("orders", "about"): "on"}))
    refer = "UPDATE orders SET about__users_id = 3 - id WHERE id = {}"
    first, second = text_of(Change(None, some)), text_of(Change(some, more))
    third = text_of(Change(more, other, Renames({"tags": "marks"}, {("orders", "about"): "on"})))
    steps = [["migrate", first, "upgrade"], *(["rows", statement] for statement in ROWS)]
    steps.append(["rows", refer.format(1)])
    assert "1 of the rows of orders" in carry(url, *steps, ["stops", second, "upgrade"])[-1]
    results = carry(
        url, *steps, ["rows", refer.format(2)],
        ["migrate", second, "upgrade"], ["differences", models_of(more)],
        ["migrate", third, "upgrade"], ["differences", models_of(other)],
        ["rows", "SELECT id, on__users_id, on__marks_id, on__orders_id FROM orders ORDER BY id"],
        ["migrate", third, "downgrade"], ["differences", models_of(more)],
        ["migrate", second, "downgrade"], ["differences", models_of(some)],
        ["rows", "SELECT id, about__users_id, about__tags_id FROM orders ORDER BY id"],
    )  # fmt: skip
    led = [["1", "2", "None", "None"], ["2", "1", "None", "None"]]
    up, down = [None, [], None, [], led], [None, [], None, [], [row[:3] for row in led]]
    assert results[-10:] == [*up, *down]
