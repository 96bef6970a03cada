"""What a spec says of whose rows they are, what is wrong with it, and which guards follow."""

from typing import Any

import pytest

from ant.core.access.auth import Auth
from ant.core.access.guards import is_guarded, with_guards
from ant.core.access.ownership import Claim
from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.names.renames import Renames, renamed
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.remove_field import remove_field
from ant.operations.remove_route import remove_route
from ant.operations.rename_field import rename_field

PEOPLE = {"fields": {"name": "string"}}
FIELDS = {
    "user": "reference:to=users:required",
    "firm": "reference:to=firms:required",
    "name": "string",
    "maybe": "reference:to=users",
    "hidden": "reference:to=users:required:private",
    "single": "reference:to=users:required:unique",
}


def spec(auth: Any = None, **orders: Any) -> Spec:
    routes = {"users": PEOPLE, "firms": PEOPLE, "orders": {"fields": FIELDS, **orders}}
    project = {} if auth is None else {"auth": auth}
    value = {"project": project, "routes": routes}
    return read_spec(value, ProjectName("shop"), lambda path: ".".join(map(str, path)))


def guards(spec: Spec) -> list[str]:
    """The guards of the four actions of the orders."""
    route = with_guards(spec).route("orders")
    assert route is not None
    auth = route.auth or Auth()
    return [auth.guard(action) for action in ("read", "create", "update", "delete")]


def test_a_column_holds_the_claim_that_its_word_names() -> None:
    route = spec(owner="user", tenant={"field": "firm", "all": "boss"}).routes[2]
    assert route.claims == {"user_id": Claim("sub"), "firm_id": Claim("firm_id", "boss")}


def test_what_nobody_guards_asks_for_a_token() -> None:
    assert guards(spec(owner="user")) == ["token"] * 4
    assert is_guarded(spec(tenant="firm"))
    said = {"read": "role:clerk", "delete": "scope:orders"}
    wanted = ["role:clerk", "token", "token", "scope:orders"]
    assert guards(spec(owner="user", auth=None)) == ["token"] * 4
    assert guards(spec(auth=None, owner="user", **{"subroutes": {}})) == ["token"] * 4
    for project in ("public", {"read": "public", "create": "token"}):
        assert guards(spec(project, owner="user")) == ["token"] * 4
    assert guards(spec(said, owner="user")) == wanted


def test_a_subroute_without_a_word_asks_for_a_token_as_well() -> None:
    told = spec(owner="user", subroutes={"x": {}, "y": {"auth": "public"}, "z": {"auth": "role:a"}})
    found = [subroute.auth for subroute in with_guards(told).routes[2].subroutes]
    assert [auth and auth.every for auth in found] == ["token", "", "role:a"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ({"owner": "usr"}, "Invalid 'owner' of route 'orders' (the route has no field 'usr').",
         "Did you mean 'user'?"),
        ({"tenant": "name"}, "Invalid 'tenant' of route 'orders' ('name' is no reference).",
         "Name a field that leads to whoever owns a row."),
        ({"owner": "maybe"}, "Invalid 'owner' of route 'orders' ('maybe' is not required, and every"
         " row must be somebody's).", "Require it."),
        ({"owner": "hidden"}, "Invalid 'owner' of route 'orders' ('hidden' is private, so nobody"
         " could see whose a row is).", "Leave 'private' out."),
        ({"owner": "single"}, "Invalid 'owner' of route 'orders' ('single' is unique, so nobody"
         " could have two).", "Leave 'unique' out."),
        ({"owner": "user", "tenant": "user"}, "Invalid 'tenant' of route 'orders' ('user' is the"
         " owner already).", "Name another field."),
        ({"owner": {"field": "user", "all": "a b"}}, "Invalid 'owner' of route 'orders' (the role"
         " 'a b' contains a space (U+0020)).", None),
        ({"owner": 1}, "Invalid 'owner' of route 'orders' (it must be a text or an object).",
         'Write it like "user" or {"field": "user", "all": "admin"}.'),
        ({"owner": "user", "auth": {"read": "public"}}, "Invalid 'owner' of route 'orders' ('auth'"
         " says public, and without a token nobody has rows of a route with 'owner').",
         "Leave public out: what is not said asks for a token here."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(words: Any, message: str, hint: str | None) -> None:
    auth = words.pop("auth", None)
    route = {"auth": auth} if auth else {}
    with pytest.raises(InvalidSpec) as raised:
        routes = {"users": PEOPLE, "firms": PEOPLE, "orders": {"fields": FIELDS, **words, **route}}
        read_spec({"routes": routes}, ProjectName("shop"), lambda path: ".".join(map(str, path)))
    [problem] = raised.value.problems
    assert problem.message == message
    assert (problem.where or "").startswith("routes.orders.")
    assert hint is None or problem.hint == hint


def test_one_claim_is_the_id_of_a_row_of_one_route() -> None:
    firm = {"firm": "reference:to=firms:required"}
    routes = {
        "users": PEOPLE, "firms": PEOPLE,
        "orders": {"fields": FIELDS, "owner": "user"}, "bills": {"fields": firm, "owner": "firm"},
    }  # fmt: skip
    with pytest.raises(InvalidSpec, match="'sub' would be the id of a row of firms, and is one of"):
        read_spec({"routes": routes}, ProjectName("shop"), str)


def test_the_words_follow_a_field_that_is_called_something_else() -> None:
    told = spec(owner={"field": "user", "all": "admin"}, tenant="firm")
    wanted = {"owner": {"field": "buyer", "all": "admin"}, "tenant": "firm"}
    for after in (
        rename_field(told, "orders", "user", "buyer"),
        renamed(told, Renames(fields={("orders", "user"): "buyer"})),
    ):
        found = after.routes[2].to_json()
        assert {word: found[word] for word in wanted} == wanted


def test_a_field_by_which_rows_belong_to_somebody_cannot_go() -> None:
    told = spec(tenant="firm")
    with pytest.raises(InvalidSpec, match="Invalid 'tenant' of route 'orders'"):
        remove_field(told, "orders", "firm")
    with pytest.raises(InvalidSpec, match="Invalid 'tenant' of route 'orders'"):
        remove_route(told, "firms", cascade=True)
