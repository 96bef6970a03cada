"""Adding, removing and renaming fields."""

import pytest

from ant.core.errors import (
    AntError,
    InvalidName,
    InvalidSpec,
    TargetExists,
    UnknownField,
    UnknownRoute,
)
from ant.core.fields.arguments import read_fields
from ant.core.fields.field import Field
from ant.core.spec import Mock, Spec
from ant.operations.add_field import add_field
from ant.operations.add_route import add_route
from ant.operations.new_project import new_project
from ant.operations.remove_field import remove_field
from ant.operations.rename_field import rename_field


def shop() -> Spec:
    spec = new_project("shop")
    for name, *fields in (
        ("users", "name:string:required:max=120", "email:email:unique"),
        ("orders", "user:reference:to=users", "total:decimal"),
        ("stubs",),
    ):
        spec = add_route(spec, name, fields=read_fields(name, fields))
    return spec


SHOP = shop()


def field(text: str) -> Field:
    (found,) = read_fields("users", [text])
    return found


def names(spec: Spec, route: str) -> list[str]:
    found = spec.route(route)
    assert found is not None
    return [field.name for field in found.fields]


def reason(error: pytest.ExceptionInfo[AntError]) -> str:
    (problem,) = error.value.problems
    return str(problem)


def test_a_field_is_added_behind_the_others() -> None:
    grown = add_field(SHOP, "Users", field("age:integer:min=0"))
    assert names(grown, "users") == ["name", "email", "age"]
    assert grown.routes[1:] == SHOP.routes[1:]
    assert names(SHOP, "users") == ["name", "email"]


def test_a_plain_stub_can_be_given_fields() -> None:
    assert names(add_field(SHOP, "stubs", field("age:integer")), "stubs") == ["age"]


@pytest.mark.parametrize(("method", "mock"), [("POST", None), ("GET", Mock(None))])
def test_a_stub_with_an_answer_of_its_own_cannot(method: str, mock: Mock | None) -> None:
    spec = add_route(SHOP, "other", method, mock)
    with pytest.raises(InvalidSpec) as error:
        add_field(spec, "other", field("age:integer"))
    assert "and so no fields" in reason(error)


def test_a_field_that_is_there_or_cannot_be_is_not_added() -> None:
    with pytest.raises(UnknownRoute, match="Did you mean 'users'"):
        add_field(SHOP, "user", field("age:integer"))
    with pytest.raises(TargetExists, match="has a field 'name' already"):
        add_field(SHOP, "users", field("name:text"))
    with pytest.raises(InvalidName, match="every route has it already"):
        add_field(SHOP, "users", Field("id", "integer"))
    with pytest.raises(InvalidSpec, match="there is no route 'user'") as error:
        add_field(SHOP, "users", field("boss:reference:to=user"))
    assert "at routes.users.fields.boss" in reason(error)
    with pytest.raises(InvalidSpec, match="would both be called user_id"):
        add_field(SHOP, "orders", field("user_id:integer"))


def test_a_field_is_removed() -> None:
    assert names(remove_field(SHOP, "users", "EMAIL"), "users") == ["name"]


def test_an_unknown_field_and_the_last_one_are_not_removed() -> None:
    with pytest.raises(UnknownField) as error:
        remove_field(SHOP, "users", "emial")
    assert reason(error) == "Route 'users' has no field 'emial'.\n  Did you mean 'email'?"
    with pytest.raises(InvalidSpec) as last:
        remove_field(remove_field(SHOP, "users", "email"), "users", "name")
    assert "RemoveRoute(name='users')" in reason(last)


def test_what_stays_must_still_go_together() -> None:
    spec = add_field(SHOP, "orders", field("payer:reference:to=users"))
    spec = add_field(spec, "users", field("orders:many:to=orders"))
    with pytest.raises(InvalidSpec, match="share the URL /users/<id>/orders"):
        remove_field(spec, "orders", "payer")


def test_a_renamed_field_keeps_its_place_and_all_it_is() -> None:
    renamed = rename_field(SHOP, "users", "name", "Label")
    assert names(renamed, "users") == ["label", "email"]
    assert renamed.routes[0].fields[0][1:] == SHOP.routes[0].fields[0][1:]
    assert rename_field(renamed, "users", "label", "name") == SHOP


def test_a_field_that_is_renamed_stays_in_the_column_that_is_told() -> None:
    spec = add_field(SHOP, "users", field("nick:string:column=Nick"))
    found = rename_field(spec, "users", "nick", "alias").routes[0].field("alias")
    assert found is not None and found.column == "Nick"
    lower = add_field(SHOP, "users", field("nick:string:column=alias"))
    found = rename_field(lower, "users", "nick", "alias").routes[0].field("alias")
    assert found is not None and found.to_json() == "string"


@pytest.mark.parametrize(
    ("route", "old", "new", "error", "reason"),
    [
        ("user", "name", "x", UnknownRoute, "does not exist"),
        ("users", "nam", "x", UnknownField, "Did you mean 'name'"),
        ("users", "name", "id", InvalidName, "has it already"),
        ("users", "name", "Email", TargetExists, "has a field 'email' already"),
        ("users", "name", "name", TargetExists, "has a field 'name' already"),
        ("orders", "total", "user_id", InvalidSpec, "would both be called user_id"),
    ],
)
def test_a_field_is_not_renamed_to_what_cannot_be(
    route: str, old: str, new: str, error: type[AntError], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        rename_field(SHOP, route, old, new)
