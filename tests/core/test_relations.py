"""What the fields of several routes are together, and what they cannot be."""

import re
from typing import Any

import pytest

from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.names.long_names import shortened
from ant.core.relations import Collection, all_collections, associations, database_names
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec

USERS = {"name": "string:required"}


def at(path: tuple[str | int, ...]) -> str:
    return ".".join(map(str, path))


def spec_of(**routes: dict[str, Any]) -> Spec:
    given = {name: {"fields": fields} for name, fields in routes.items()}
    return read_spec({"routes": given}, ProjectName("x"), at)


def problems(spec: object) -> list[tuple[str | None, str, str | None]]:
    with pytest.raises(InvalidSpec) as caught:
        read_spec(spec, ProjectName("x"), at)
    return [(problem.where, problem.message, problem.hint) for problem in caught.value.problems]


def wrong(**routes: dict[str, Any]) -> tuple[str | None, str, str | None]:
    (found,) = problems({"routes": {name: {"fields": fields} for name, fields in routes.items()}})
    return found


def test_a_reference_gives_a_collection_below_the_route_it_leads_to() -> None:
    spec = spec_of(users=USERS, orders={"user": "reference:to=users"})
    (orders,) = collections_of(spec, 0)
    assert orders[:3] == ("users", "orders", "orders")
    assert (orders.field.name, orders.is_many) == ("user", False)
    assert collections_of(spec, 1) == ()


def test_several_references_to_one_route_are_told_apart_by_their_names() -> None:
    orders = {"buyer": "reference:to=users", "seller": "reference:to=users"}
    spec = spec_of(users=USERS, orders=orders)
    found = collections_of(spec, 0)
    assert [collection.name for collection in found] == ["buyer_orders", "seller_orders"]


def test_a_private_reference_gives_no_collection() -> None:
    spec = spec_of(users=USERS, orders={"user": "reference:to=users:private"})
    assert all_collections(spec.routes) == {}


def test_a_route_can_refer_to_itself() -> None:
    spec = spec_of(categories={"parent": "reference:to=categories"})
    (found,) = collections_of(spec, 0)
    assert found[:3] == ("categories", "categories", "categories")


def test_a_field_of_many_gives_a_collection_and_a_table() -> None:
    spec = spec_of(users={"tags": "many:to=labels"}, labels={"name": "string"})
    (tags,) = collections_of(spec, 0)
    assert (tags[:3], tags.is_many) == (("users", "tags", "labels"), True)
    (table,) = associations(spec.routes[0])
    assert table.table == "users_tags"
    assert table.columns == {"users_id": "users", "tags_id": "labels"}


def collections_of(spec: Spec, number: int) -> tuple[Collection, ...]:
    return all_collections(spec.routes).get(spec.routes[number].names.text, ())


def names_below(spec: Spec, name: str) -> list[tuple[str, str, bool]]:
    below = all_collections(spec.routes).get(name, ())
    return [(collection.name, collection.route, collection.is_reverse) for collection in below]


def test_a_field_of_many_gives_a_collection_at_its_other_end_too() -> None:
    spec = spec_of(users={"tags": "many:to=labels"}, labels={"name": "string"})
    (users,) = collections_of(spec, 1)
    assert users[:3] == ("labels", "users", "users")
    assert (users.is_many, users.is_reverse, users.field_route) == (True, True, "users")
    assert users.ends == ("tags_id", "users_id")
    assert users.methods == {f"{verb}_labels_users" for verb in ("get", "add", "remove")}


def test_several_fields_of_many_to_one_route_are_told_apart_at_their_other_ends() -> None:
    users = {"likes": "many:to=labels", "hates": "many:to=labels", "friends": "many:to=users"}
    spec = spec_of(users=users, labels={"name": "string"})
    assert names_below(spec, "labels") == [
        ("likes_users", "users", True),
        ("hates_users", "users", True),
    ]
    assert names_below(spec, "users")[-1] == ("friends", "users", False)


@pytest.mark.parametrize(
    ("users", "labels"),
    [
        ({"tags": "many:to=labels", "label": "reference:to=labels"}, {"name": "string"}),
        ({"tags": "many:to=labels"}, {"users": "many:to=users"}),
    ],
)
def test_the_other_end_gives_way_to_what_has_its_url(
    users: dict[str, Any], labels: dict[str, Any]
) -> None:
    spec = spec_of(users=users, labels=labels)
    assert [end[0] for end in names_below(spec, "labels")] == ["users"]
    assert not any(is_reverse for *_, is_reverse in names_below(spec, "labels"))


def test_the_other_end_gives_way_to_methods_of_that_name() -> None:
    spec = spec_of(users={"tags": "many:to=labels"}, labels={"name": "string"})
    (end,) = names_below(spec, "labels")
    assert end[0] == "users"
    for name in ("labels_users", "x"):
        routes = {"labels": {"fields": {"name": "string"}, "subroutes": {name: {}}}}
        routes["users"] = {"fields": {"tags": "many:to=labels"}}
        found = read_spec({"routes": routes}, ProjectName("x"), at)
        assert names_below(found, "labels") == ([end] if name == "x" else [])


def test_the_names_in_the_database_follow_the_convention() -> None:
    fields = {
        "email": "email:unique", "age": "integer:index", "boss": "reference:to=users",
        "friends": "many:to=users", "note": "text",
    }  # fmt: skip
    found = database_names(spec_of(users=fields).routes[0])
    assert [collection.text for collection in found] == [
        "uq_users_email",
        "ix_users_age",
        "ix_users_boss_id",
        "fk_users_boss_id_users",
        "users_friends",
        "pk_users_friends",
        "ix_users_friends_friends_id",
        "fk_users_friends_users_id_users",
        "fk_users_friends_friends_id_users",
    ]


@pytest.mark.parametrize(
    ("to", "what", "hint"),
    [
        ("user", "there is no route 'user'", "Did you mean 'users'?"),
        ("zzz", "there is no route 'zzz'", "Lead it to a route with fields."),
        ("default", "the route 'default' has no fields", "Lead it to a route with fields."),
        ("plain", "the route 'plain' has no fields", "Lead it to a route with fields."),
    ],
)
def test_a_field_leads_to_a_route_with_fields(to: str, what: str, hint: str) -> None:
    given: dict[str, Any] = {"type": "reference", "to": to}
    routes = {"users": {"fields": USERS}, "plain": {}, "orders": {"fields": {"user": given}}}
    (found,) = problems({"routes": routes})
    message = f"Invalid field 'user' in route 'orders' ({what})."
    assert found == ("routes.orders.fields.user.to", message, hint)


def test_a_target_that_is_no_name_is_quoted_once() -> None:
    _, message, _ = wrong(orders={"user": {"type": "reference", "to": "\x1b[31m" + "x" * 999}})
    assert message.isprintable()
    assert len(message) < 200


def test_a_route_with_faults_of_its_own_can_be_led_to() -> None:
    place, message, _ = wrong(users={"name": "strin"}, orders={"user": "reference:to=users"})
    assert (place, "unknown type 'strin'" in message) == ("routes.users.fields.name", True)


def test_two_fields_cannot_have_one_column() -> None:
    found = wrong(users={"boss": "reference:to=users", "boss_id": "integer"})
    assert found[0] == "routes.users.fields.boss_id"
    assert "'boss' and 'boss_id' would both be called boss_id" in found[1]
    assert "boss_id" in wrong(users={"boss_id": "many:to=users", "boss": "reference:to=users"})[1]


def test_no_row_can_need_one_that_needs_it() -> None:
    needed = "reference:required:to="
    found = wrong(users={"boss": f"{needed}users"})
    assert "no first row could ever be made: users needs one of users" in found[1]
    found = wrong(a={"b": f"{needed}b"}, b={"c": f"{needed}c"}, c={"a": f"{needed}a"})
    assert found[0] == "routes.a.fields.b"
    assert "a needs one of b needs one of c needs one of a" in found[1]


def test_rows_can_need_others_in_one_direction() -> None:
    needed = "reference:required:to="
    spec_of(a={"b": f"{needed}b"}, b={"c": f"{needed}c"}, c={"a": "reference:to=a"})
    spec_of(a={"x": f"{needed}c", "y": f"{needed}b"}, b={"c": f"{needed}c"}, c={"n": "text"})


def test_a_route_before_an_endless_circle_is_not_blamed() -> None:
    needed = "reference:required:to="
    found = wrong(a={"b": f"{needed}b"}, b={"c": f"{needed}c"}, c={"b": f"{needed}b"})
    assert found[0] == "routes.b.fields.c"


def test_the_table_of_many_shares_its_name_with_nothing() -> None:
    found = wrong(users={"tags": "many:to=users"}, users_tags={"x": "text"})
    assert "share the database name users_tags with route 'users_tags'" in found[1]
    # a_b.c and a.b_c
    found = wrong(a={"b_c": "string:index"}, a_b={"c": "string:index"})
    assert "share the database name ix_a_b_c with field 'b_c' of route 'a'" in found[1]
    found = wrong(a={"b_c": "many:to=a"}, a_b={"c": "many:to=a"})
    assert "share the database name a_b_c with field 'b_c' of route 'a'" in found[1]
    found = wrong(ix_users={"x": "text"}, ix_users_age={"x": "text"}, users={"age": "date:index"})
    assert "share the database name ix_users_age with route 'ix_users_age'" in found[1]


def test_fields_have_columns_of_their_own() -> None:
    found = wrong(users={"a": "string:column=Name", "name": "string"})
    assert "'a' and 'name' would both be called name" in found[1]
    spec_of(
        users={"a": "string:column=b", "b": "string:column=a", "c": "reference:to=users:column=c"}
    )


@pytest.mark.parametrize("name", ["returning", "collation", "xmin"])
def test_a_column_that_a_database_cannot_have_gets_another_name(name: str) -> None:
    message, hint = wrong(users={name: "string"})[1:]
    assert ("SQL reserves it" in message) == (name != "xmin")
    assert hint == f"Give it another column: column={name}_value, for instance."
    spec_of(users={name: f"string:column={name}_value"})
    assert "every route has it already" in wrong(users={"x": "string:column=ID"})[1]
    assert "letters of ASCII" in wrong(users={"x": "string:column=a b"})[1]


def test_the_columns_of_the_table_of_many_differ() -> None:
    found = problems({"routes": {"users": {"fields": {"users": "many:to=users"}}}})
    assert "both columns of its table would be called users_id" in found[0][1]


def test_names_that_postgresql_would_cut_off_end_in_a_hash() -> None:
    route, field = "u" * 40, "n" * 30
    fields = {field: f"many:to={route}", f"{field}_too": "string:index"}
    (spec,) = spec_of(**{route: fields}).routes
    (between,) = associations(spec)
    assert between.table == shortened(f"{route}_{field}", 60)
    names = [name.text for name in database_names(spec)]
    assert (len({*names}), max(map(len, names))) == (len(names), 63)
    assert all(re.search("_[0-9a-f]{4,8}(_|$)", name) for name in names), names
    spec_of(**{"u" * 60: {"n" * 58: f"reference:to={'u' * 60}", "m" * 58: "string:unique"}})


def test_foreign_keys_of_a_table_do_not_share_a_name() -> None:
    found = wrong(b={"x": "text"}, b_id_b={"x": "text"}, a={
        "b": "reference:to=b_id_b", "b_id_b": "reference:to=b",
    })  # fmt: skip
    assert "share the database name fk_a_b_id_b_id_b with field 'b' of route 'a'" in found[1]


def test_bytes_share_their_url_with_no_collection() -> None:
    orders = {"user": "reference:to=users"}
    where, message, hint = wrong(users={**USERS, "orders": "binary"}, orders=orders)
    assert where == "routes.orders.fields.user"
    assert "share the URL /users/<id>/orders with field 'orders' of route 'users'" in message
    assert hint == "Rename one of them."
    spec_of(users={**USERS, "orders": "binary:private"}, orders=orders)


def test_bytes_cannot_be_called_like_a_subroute_whose_method_hides_theirs() -> None:
    route = {"fields": {"users_photo": "binary"}, "subroutes": {"users_users_photo": {}}}
    (found,) = problems({"routes": {"users": route}})
    assert "already uses get_users_users_photo" in found[1]


def test_the_other_end_of_many_gives_way_to_bytes() -> None:
    spec = spec_of(tags={"label": "string", "users": "binary"}, users={"tags": "many:to=tags"})
    assert [*all_collections(spec.routes)] == ["users"]


def test_two_collections_cannot_have_one_url() -> None:
    found = wrong(users={"orders": "many:to=users"}, orders={"user": "reference:to=users"})
    assert "share the URL /users/<id>/orders with field 'orders' of route 'users'" in found[1]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        *((name, "every route has it already") for name in ("id", "created_at", "updated_at")),
        ("a__b", "must not contain '__'"), ("_a", "begin nor end"),
        ("a_", "begin nor end"), ("n" * 59, "at most 58"), ("n" * 61, "at most 60"),
        ("first-name", "valid Python identifier"),
    ],
)  # fmt: skip
def test_a_name_is_refused_with_its_reason(name: str, reason: str) -> None:
    place, message, _ = wrong(users={name: "string"})
    assert place == f"routes.users.fields.{name}"
    assert message.startswith(f"Invalid field name '{name}' in route 'users' (")
    assert reason in message


def test_a_route_with_fields_is_no_stub() -> None:
    route = {"fields": USERS, "type": "GET", "mock": 1, "subroutes": {"latest": {"mock": 2}}}
    found = problems({"routes": {"users": route}})
    assert [(collection[0], collection[1]) for collection in found] == [
        ("routes.users.type", "Route 'users' has fields and so no 'type'."),
        ("routes.users.mock", "Route 'users' has fields and so no 'mock'."),
    ]
    assert "answers GET, POST, PUT, PATCH and DELETE; leave out 'type'" in (found[0][2] or "")
    assert problems({"routes": {"u": {"fields": {}}}})[0][1] == "'fields' cannot be empty."


def test_everything_that_is_wrong_is_told_at_once() -> None:
    users = {"a": "strin", "b": {"type": "string", "max": -1}, "c-d": "text", "A": "text"}
    found = problems({"routes": {"users": {"fields": users}, "x": {"fields": []}}})
    assert [collection[0] for collection in found] == [
        "routes.users.fields.a", "routes.users.fields.b.max", "routes.users.fields.c-d",
        "routes.users.fields.A", "routes.x.fields",
    ]  # fmt: skip


def test_a_spec_with_fields_is_read_back_from_what_is_written() -> None:
    spec = spec_of(users=USERS, orders={"user": "reference:to=Users:required", "n": "integer"})
    again = read_spec(spec.to_json(), ProjectName("x"), at)
    assert again == spec
    assert spec.routes[0].to_json() == {"fields": USERS}
    assert spec.routes[0].same_as(again.routes[0])
    assert not spec.routes[0].same_as(spec.routes[1])
