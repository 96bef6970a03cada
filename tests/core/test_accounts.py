"""What makes the rows of a route the accounts of an API, in a spec."""

import json
from typing import Any

import pytest

from ant.core.access.accounts import own_fields
from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.add_accounts import add_accounts
from ant.operations.remove_field import remove_field
from ant.rendering.manifest import manifest_text

NAME = ProjectName("club")
FIELDS = {"email": "email:required:unique", "password": "password:required"}
STATE = ["roles", "verified_at", "disabled"]


def _where(path: tuple[object, ...]) -> str:
    return ".".join(map(str, path))


def spec(default: Any = None, **routes: Any) -> Spec:
    project = {} if default is None else {"auth": default}
    return read_spec({"project": project, "routes": routes}, NAME, _where)


def names(spec: Spec) -> list[str]:
    assert spec.accounts
    return [field.name for field in spec.accounts.fields]


def refusals(**routes: Any) -> list[str]:
    with pytest.raises(InvalidSpec) as raised:
        spec(**routes)
    return [f"{problem.where}: {problem.message}" for problem in raised.value.problems]


def test_a_route_that_says_nothing_else_gets_all_that_accounts_need() -> None:
    read = spec(users={"accounts": True})
    assert names(read) == ["email", "password", "name", *STATE]
    assert read.accounts and read.accounts.auth and read.accounts.auth.every == "role:admin"
    assert add_accounts(spec(notes={}), "users").route("users") == read.accounts


def test_fields_that_are_there_stay_and_the_others_come_behind() -> None:
    read = spec(users={"accounts": True, "fields": {"age": "integer:required", **FIELDS}})
    assert names(read) == ["age", "email", "password", *STATE]
    assert read.accounts and [field.name for field in own_fields(read.accounts)] == ["age"]


def test_what_owners_set_is_what_a_row_requires() -> None:
    others = {"plan": "string", "rank": "integer:required:default=1", "city": "string:required"}
    read = spec(users={"accounts": True, "fields": {**FIELDS, **others}})
    assert read.accounts and [field.name for field in own_fields(read.accounts)] == ["city"]


def test_the_word_is_kept() -> None:
    read = spec(users={"accounts": True})
    again = json.loads(manifest_text(read))
    assert again["routes"]["users"] == read.routes[0].to_json()
    assert read_spec(again, NAME, _where).routes == read.routes
    assert "accounts" not in spec(users={"accounts": False}).routes[0].to_json()


@pytest.mark.parametrize(
    "guard",
    ["role:staff", {"read": "public", "create": "scope:x", "update": "role:a", "delete": "role:b"}],
)
def test_a_guard_that_is_said_stays(guard: Any) -> None:
    read = spec(users={"accounts": True, "auth": guard})
    assert read.accounts and read.accounts.auth and read.accounts.auth.to_json() == guard
    assert spec("role:staff", users={"accounts": True}).routes[0].auth is None
    assert spec("token", users={"accounts": True}).routes[0].auth


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"users": {"accounts": "yes"}}, "routes.users.accounts: 'accounts' must be true or false."),
    (
        {"users": {"accounts": True, "fields": {**FIELDS, "email": "string"}}},
        "routes.users: The field 'email' of route 'users' does not fit accounts.",
    ),
    (
        {"users": {"accounts": True, "fields": {"email": FIELDS["email"]}}},
        "routes.users: Route 'users' has no field 'password', which accounts need.",
    ),
    (
        {"users": {"accounts": True, "fields": {**FIELDS, "roles": "json"}}},
        "routes.users: The field 'roles' of route 'users' does not fit accounts.",
    ),
    (
        {"users": {"accounts": True, "auth": "token"}},
        "routes.users: Route 'users' lets too many change its rows, and so passwords.",
    ),
    (
        {"users": {"accounts": True, "auth": {"read": "public"}}},
        "routes.users: Route 'users' lets too many change its rows, and so passwords.",
    ),
    (
        {"users": {"accounts": True, "type": "POST"}},
        "routes.users: Route 'users' has a type or a mock, and so cannot hold accounts.",
    ),
    (
        {
            "orgs": {"fields": {"name": "string"}},
            "users": {
                "accounts": True,
                "tenant": "org",
                "fields": {**FIELDS, "org": "reference:required:to=orgs"},
            },
        },
        "routes.users: Route 'users' has an owner or a tenant, and so cannot hold accounts.",
    ),
    (
        {"users": {"accounts": True}, "staff": {"accounts": True}},
        "routes.staff: Routes 'users' and 'staff' cannot both hold the accounts.",
    ),
    (
        {"users": {"accounts": True}, "auth": {}},
        "routes.auth: Route 'auth' has a name that the code of accounts needs.",
    ),
    (
        {"users": {"accounts": True}, "refresh_tokens": {}},
        "routes.refresh_tokens: Route 'refresh_tokens' has a name that the code of accounts needs.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("routes", "told"), REFUSED, ids=lambda value: json.dumps(value)[:60])
def test_what_does_not_fit_is_told_in_one_sentence(routes: dict[str, Any], told: str) -> None:
    assert refusals(**routes) == [told]


@pytest.mark.parametrize("name", ["email", "password", *STATE])
def test_no_field_that_accounts_need_can_go(name: str) -> None:
    with pytest.raises(InvalidSpec, match=name):
        remove_field(spec(users={"accounts": True}), "users", name)
