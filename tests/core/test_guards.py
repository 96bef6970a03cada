"""What a spec says of who may call an endpoint, and which guard that comes to."""

import json
from typing import Any

import pytest

from ant.core.access.auth import Auth
from ant.core.access.auth_reader import read_auth
from ant.core.access.guards import both, is_guarded, with_guards
from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Route, Spec
from ant.core.spec_reader import read_spec
from ant.rendering.manifest import manifest_text


def spec(routes: dict[str, Any], auth: Any = None) -> Spec:
    project = {} if auth is None else {"auth": auth}
    return read_spec({"project": project, "routes": routes}, ProjectName("shop"), _where)


def _where(path: tuple[object, ...]) -> str:
    return ".".join(map(str, path))


def problems(value: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    with pytest.raises(InvalidSpec) as raised:
        read_spec(value, ProjectName("shop"), _where)
    return [(problem.message, problem.where, problem.hint) for problem in raised.value.problems]


def guards(spec: Spec) -> dict[str, str]:
    """The guards of all actions and subroutes, where there are any."""
    found = {}
    for route in with_guards(spec).routes:
        auth = route.auth or Auth()
        for action in ("read", "create", "update", "delete"):
            found[f"{route.names.text} {action}"] = auth.guard(action)
        for subroute in route.subroutes:
            found[f"{route.names.text}/{subroute.name}"] = (subroute.auth or Auth()).every
    return {name: guard for name, guard in found.items() if guard}


def test_without_a_word_nothing_has_a_guard() -> None:
    without = spec({"users": {"subroutes": {"x": {}}}})
    assert with_guards(without) is without
    assert not is_guarded(without)


@pytest.mark.parametrize("auth", ["public", {"read": "public"}])
def test_what_is_public_needs_no_word_where_nothing_else_would_hold(auth: Any) -> None:
    for told in (spec({"users": {"auth": auth}}), spec({"users": {}}, auth)):
        assert guards(told) == {}
        assert not is_guarded(told)


def test_a_route_without_a_word_has_the_guard_of_the_project() -> None:
    told = spec({"users": {}}, {"read": "public", "create": "token", "delete": "role:admin"})
    assert guards(told) == {
        "users read": "public", "users create": "token", "users update": "public",
        "users delete": "role:admin",
    }  # fmt: skip


def test_what_a_route_leaves_open_the_project_says() -> None:
    told = spec({"users": {"auth": {"read": "public", "delete": "role:admin"}}}, "token")
    assert guards(told) == {
        "users read": "public", "users create": "token", "users update": "token",
        "users delete": "role:admin",
    }  # fmt: skip


def test_what_a_route_leaves_open_is_public_where_the_project_says_nothing() -> None:
    assert guards(spec({"users": {"auth": {"delete": "token"}}})) == {"users delete": "token"}


def test_a_subroute_has_the_guard_of_its_route_by_its_method() -> None:
    subroutes: dict[str, Any] = {
        "a": {}, "b": {"type": "POST"}, "c": {"type": "PATCH", "auth": "token"},
        "d": {"type": "DELETE", "auth": {"delete": "role:x", "read": "token"}},
        "e": {"type": "PUT", "auth": {"read": "token"}},
    }  # fmt: skip
    route = {"auth": {"read": "role:reader", "update": "role:writer"}, "subroutes": subroutes}
    assert guards(spec({"users": route}, "scope:s")) == {
        "users read": "role:reader", "users create": "scope:s", "users update": "role:writer",
        "users delete": "scope:s", "users/a": "role:reader", "users/b": "scope:s",
        "users/c": "token", "users/d": "role:x", "users/e": "role:writer",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "needed"),
    [
        ("", "", ()),
        ("public", "public", ("public",)),
        ("public", "token", ("token",)),
        ("", "role:a", ("role:a",)),
        ("token", "role:a", ("role:a",)),
        ("role:a", "role:a", ("role:a",)),
        ("role:b", "scope:a", ("role:b", "scope:a")),
    ],
)
def test_two_guards_come_to_all_that_they_ask_for(
    one: str, other: str, needed: tuple[str, ...]
) -> None:
    assert both(one, other) == needed


def test_a_spec_is_written_as_it_was_read() -> None:
    subroutes = {"x": {"type": "POST", "auth": "scope:a", "mock": 1}, "y": {"type": "GET"}}
    routes: dict[str, Any] = {
        "users": {"auth": {"read": "public", "delete": "role:admin"}, "fields": {"a": "string"}},
        "posts": {"type": "GET", "auth": "token", "subroutes": subroutes},
    }
    told = spec(routes, {"create": "token"})
    written = json.loads(manifest_text(told))
    assert written["routes"] == told.to_json()["routes"] == routes
    assert written["project"] == told.to_json()["project"]
    assert written["project"]["auth"] == {"create": "token"}


def test_only_the_same_guards_make_two_routes_the_same() -> None:
    one, other = (spec({"users": {"auth": auth}}).routes[0] for auth in ("token", "public"))
    assert isinstance(one, Route)
    assert not one.same_as(other)


def test_what_is_wrong_is_told_with_its_place_and_what_to_do() -> None:
    value = {
        "project": {"auth": {}},
        "routes": {
            "users": {"auth": {"reads": "token", "create": 5}},
            "posts": {"auth": "tokn", "subroutes": {"x": {"auth": "role:a b"}}},
            "tags": {"auth": None},
        },
    }
    assert problems(value) == [
        (
            "Invalid 'auth' of the project (it is an empty object).", "project.auth",
            "Leave it out, or give an action its guard: read, create, update, delete.",
        ),
        (
            "Invalid 'auth' of route 'users' (unknown action 'reads').", "routes.users.auth.reads",
            "Did you mean 'read'?",
        ),
        (
            "Invalid 'auth' of route 'users' (the guard of 'create' is 5 and no text).",
            "routes.users.auth.create", "Guards: public, token, role:NAME and scope:NAME.",
        ),
        (
            "Invalid 'auth' of route 'posts' (unknown guard 'tokn').", "routes.posts.auth",
            "Did you mean 'token'?",
        ),
        (
            "Invalid 'auth' of subroute 'x' of route 'posts' (the role 'a b' contains a space"
            " (U+0020)).", "routes.posts.subroutes.x.auth",
            "Use letters, digits, '_', '.', ':', '/' and '-', and begin with one of the former.",
        ),
        (
            "Invalid 'auth' of route 'tags' (it must be a text or an object).", "routes.tags.auth",
            'Write it like "token" or {"read": "public", "create": "token"}.',
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("guard", "hint"),
    [
        ("roles:admin", "Did you mean 'role:NAME'?"),
        ("scop:a", "Did you mean 'scope:NAME'?"),
        ("everybody", "Guards: public, token, role:NAME and scope:NAME."),
        ("role", "Write it like role:NAME."),
        ("scope:", "Write it like scope:NAME."),
    ],
)
def test_a_guard_that_is_none_is_told_what_it_may_be(guard: str, hint: str) -> None:
    auth, [fault] = read_auth(guard)
    assert (auth, fault.hint) == (None, hint)
