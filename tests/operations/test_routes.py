"""Adding, removing and renaming routes that have fields."""

import pytest

from ant.core.errors import (
    AntError,
    InvalidName,
    InvalidSpec,
    StillNeeded,
    TargetExists,
    UnknownRoute,
)
from ant.core.fields.arguments import read_fields
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Mock, Spec, Subroute
from ant.core.spec_reader import read_spec
from ant.operations.add_route import add_route
from ant.operations.add_subroute import add_subroute
from ant.operations.new_project import new_project
from ant.operations.remove_field import remove_field
from ant.operations.remove_route import remove_route
from ant.operations.rename_route import rename_route

ROUTES = (
    ("users", "name:string", "boss:reference:to=users"),
    ("tags", "name:string"),
    ("orders", "user:reference:to=users", "tags:many:to=tags", "note:text"),
)


def shop() -> Spec:
    spec = new_project("shop")
    for name, *fields in ROUTES:
        spec = add_route(spec, name, fields=read_fields(name, fields))
    return add_subroute(spec, "users", Subroute("latest", "GET", Mock(1)))


SHOP = shop()


def test_a_route_is_added_with_its_fields() -> None:
    assert SHOP.to_json()["routes"]["orders"] == {
        "fields": {"user": "reference:to=users", "tags": "many:to=tags", "note": "text"}
    }
    assert read_spec(SHOP.to_json(), ProjectName("shop"), str) == SHOP


def test_fields_do_not_go_with_a_method_a_mock_or_a_route_that_is_not_there() -> None:
    fields = read_fields("x", ["name:string"])
    with pytest.raises(InvalidSpec, match="has fields and so no 'type'"):
        add_route(SHOP, "x", "POST", fields=fields)
    with pytest.raises(InvalidSpec, match="has fields and so no 'mock'"):
        add_route(SHOP, "x", mock=Mock(None), fields=fields)
    with pytest.raises(InvalidSpec, match="Did you mean 'users'"):
        add_route(SHOP, "x", fields=read_fields("x", ["user:reference:to=user"]))


def test_a_route_cannot_have_the_name_of_a_table_of_many() -> None:
    with pytest.raises(InvalidSpec, match="share the database name orders_tags"):
        add_route(SHOP, "orders_tags")


def test_all_faults_of_arguments_are_told_at_once() -> None:
    texts = ["a:strin", "b", "c:{", "id:integer", "d-e:text", "f:text", "F:text", 'g:{"type": 1}']
    with pytest.raises(InvalidSpec) as error:
        read_fields("users", texts)
    assert [problem.message.split(" in route ")[0] for problem in error.value.problems] == [
        "Invalid field 'a'", "Invalid field 'b'", "Invalid field 'c'", "Invalid field name 'id'",
        "Invalid field name 'd-e'", "Invalid field 'F'", "Invalid field 'g'",
    ]  # fmt: skip
    assert error.value.problems[4].hint == "Did you mean 'd_e'?"


def test_an_argument_can_be_an_object() -> None:
    text = 'at:{"type": "datetime", "min": "2030-01-01T00:00:00Z"}'
    (field,) = read_fields("users", [text])
    assert (field.name, field.minimum) == ("at", "2030-01-01T00:00:00Z")


def test_a_route_that_others_lead_to_stays() -> None:
    with pytest.raises(StillNeeded) as error:
        remove_route(SHOP, "Users")
    assert str(error.value.problems[0]) == "Other routes lead to 'users': orders.user."
    alone = remove_route(SHOP, "users", cascade=True)
    assert [route.names.text for route in alone.routes] == ["tags", "orders"]
    assert all(field.to != "users" for route in alone.routes for field in route.fields)
    kept = remove_route(remove_field(SHOP, "orders", "user"), "users")
    assert [route.names.text for route in kept.routes] == ["tags", "orders"]


def test_the_fields_that_lead_to_a_renamed_route_follow() -> None:
    renamed = rename_route(SHOP, "Users", "People")
    assert [route.names.text for route in renamed.routes] == ["people", "tags", "orders"]
    assert renamed.to_json()["routes"]["people"]["fields"]["boss"] == "reference:to=people"
    assert renamed.to_json()["routes"]["orders"]["fields"]["user"] == "reference:to=people"
    assert renamed.routes[0].subroutes == SHOP.routes[0].subroutes
    assert rename_route(renamed, "people", "users") == SHOP


def test_a_name_that_only_the_old_one_stood_in_the_way_of_is_free() -> None:
    spec = add_route(new_project("x"), "a_1b")
    assert rename_route(spec, "a_1b", "a1b").routes[0].names.text == "a1b"


@pytest.mark.parametrize(
    ("old", "new", "error", "reason"),
    [
        ("user", "people", UnknownRoute, "Did you mean 'users'"),
        ("users", "tags", TargetExists, "Route 'tags' already exists"),
        ("users", "Users", TargetExists, "Route 'users' already exists"),
        ("users", "default", InvalidName, "has that route already"),
        ("users", "aux", InvalidName, "Windows"),
        ("users", "pk_tags", TargetExists, "share the database name pk_tags"),
        ("users", "latest", InvalidName, "already uses get_latest"),
        ("users", "orders_tags", InvalidSpec, "share the database name orders_tags"),
    ],
)
def test_a_route_is_not_renamed_to_what_cannot_be(
    old: str, new: str, error: type[AntError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        rename_route(SHOP, old, new)


@pytest.mark.parametrize("method", ["FETCH", "", None, 5, "GĘT"])
def test_what_is_no_method_is_refused_whoever_asks(method: object) -> None:
    with pytest.raises(InvalidSpec) as refused:
        add_route(SHOP, "pets", method)  # type: ignore[arg-type]
    [problem] = refused.value.problems
    assert "must be GET, POST, PUT, PATCH, or DELETE" in problem.message
    with pytest.raises(InvalidSpec):
        add_subroute(SHOP, "users", Subroute("pets", method))  # type: ignore[arg-type]


def test_a_method_may_be_in_lower_case() -> None:
    pets = add_route(SHOP, "pets", "post").route("pets")
    assert pets is not None
    assert pets.method == "POST"
