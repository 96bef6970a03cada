"""The JSON Schema that editors use and the parser agree on what is a spec."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ant.api.specs import spec_schema
from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.spec_reader import read_spec
from ant.field_types.registry import TYPES
from support.generated import REPOSITORY

SCHEMA = json.loads(spec_schema())
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(**each: Any) -> dict[str, Any]:
    return {"routes": each}


def any_of(*values: Any) -> tuple[Any, ...]:
    return values


def named(name: str) -> dict[str, Any]:
    return {"routes": {name: {}}}


def below(name: str, value: object = None) -> dict[str, Any]:
    return routes(users={"subroutes": {name: {} if value is None else value}})


GOOD: list[Any] = [
    *(routes(users={"type": method}) for method in METHODS),
    *(routes(users={"type": text}) for text in ("get", "Post", "pUT", "patch", "dElEtE")),
    *(
        routes(users={"mock": mock})
        for mock in any_of(None, False, 0, "", [], {}, 1.5, {"a": [{}]})
    ),
    *(named(name) for name in ("users", "user_posts", "Users", "USER_POSTS", "_x", "a1", "a" * 60)),
    *(below(name) for name in ("profile", "Profile", "x_1", "_", "b" * 60) if name != "_"),
    *(below("x", {"type": method, "mock": None}) for method in METHODS),
    {"project": {}, **routes(users={})},
    {"project": {"description": "Ünï\n"}, **routes(users={})},
    {"$schema": "x", **routes(users={})},
    {"$schema": "x", "ant": "1", "project": {"name": "shop"}, "routes": {}},
    routes(users={"subroutes": {}}),
]
BAD: list[Any] = [
    [], None, "", 5, True, {}, {"routes": {}}, {"routes": []}, {"routes": None}, {"routes": "x"},
    *({**routes(users={}), key: {}} for key in ("route", "Routes", "mock", "")),
    *({**routes(users={}), "project": value} for value in any_of(None, [], "x", {"x": 1})),
    *({**routes(users={}), "project": {"description": value}} for value in any_of(None, 1, [], {})),
    *({**routes(users={}), "ant": value} for value in any_of(None, 1)),
    {**routes(users={}), "$schema": 1},
    *(named(name) for name in ("my-route", "1a", "", "a b", "é", "ﬁeld", "\u212a", "a" * 61)),
    named("x\n"), routes(users={"type": "GET\n"}),
    *(below(name) for name in ("get-profile", "1", "a.b", "", "a" * 61, "\u0130", "x\n")),
    *(routes(users={"type": value}) for value in any_of("TRACE", "", "GET ", None, 5, ["GET"])),
    routes(users={"type": "PO\u017fT"}),
    *(routes(users=value) for value in any_of(None, [], "x", 1, {"mocks": 1}, {"Type": "GET"})),
    *(routes(users={"subroutes": value}) for value in any_of(None, [], "x")),
    *(below("x", value) for value in any_of([], "x", {"subroutes": {}}, {"type": "HEAD"})),
    below("x", {"moc": 1}),
]  # fmt: skip

GUARDS = (
    "public",
    "token",
    "role:admin",
    "scope:orders.write",
    "scope:https://x/a-b",
    "role:" + "a" * 60,
)
WRONG_GUARDS = (
    "",
    "tokn",
    "Token",
    "role",
    "role:",
    "role:a b",
    "role:é",
    'role:"',
    "role:.a",
    "scope:a\n",
    "token\n",
    "user:a",
    "role:" + "a" * 61,
)
WRONG_AUTHS = any_of(
    None, [], 1, True, {}, {"reads": "token"}, {"": "token"}, {"read": None}, {"read": {}},
    {"read": "token", "create": 1}, *WRONG_GUARDS, *({"read": guard} for guard in WRONG_GUARDS),
)  # fmt: skip


def speaking(auth: object) -> list[Any]:
    """Specs in which each place says who may call it."""
    return [
        {"project": {"auth": auth}, **routes(users={})},
        routes(users={"auth": auth}),
        below("x", {"auth": auth}),
    ]


GOOD += [
    spec
    for auth in any_of(*GUARDS, {"read": "public", "delete": "role:admin"}, {"update": "token"})
    for spec in speaking(auth)
]
BAD += [spec for auth in WRONG_AUTHS for spec in speaking(auth)]

GOOD += [
    spec
    for key in ("integer", "uuid")
    for spec in (
        {"project": {"key": key}, **routes(users={})},
        routes(users={"key": key, "fields": {"name": "string"}}),
    )
]
GOOD.append(routes(users={"key": "integer", "accounts": True}))
GOOD += [
    routes(
        users={"fields": {"name": "string"}},
        profiles={"key": key, "fields": {"User": "reference:to=users:required"}},
    )
    for key in ("user", "User")
]
GOOD += [routes(users={"bulk": said, "fields": {"name": "string"}}) for said in (True, False)]
BAD += [routes(users={"bulk": True}), routes(users={"bulk": 1, "fields": {"name": "string"}})]
GOOD += [routes(users={"table": "person"}), routes(users={"table": "a", "fields": {"b": "text"}})]
BAD += [
    routes(users={"key": "uuid"}),
    *(
        routes(users={"key": key, "fields": {"name": "string"}})
        for key in any_of("", "uuid:4", "u-id", None, True, 7, [], {})
    ),
    {"project": {"key": "id"}, **routes(users={})},
    *(routes(users={"table": table}) for table in any_of("", "A", "a-b", "1a", "a" * 61, None, 7)),
]

WRONG_OWNERS = any_of(
    None, 1, [], {}, "", "user_id_", "no-name", {"all": "admin"}, {"field": 1}, {"fields": "user"},
    {"field": "user", "all": ""}, {"field": "user", "all": "a b"}, {"field": "user", "all": None},
)  # fmt: skip
OWNED = {"user": "reference:to=users:required", "name": "string"}


def owned(word: str, owner: object, fields: object = OWNED, **more: object) -> dict[str, Any]:
    """A spec in which rows belong to somebody."""
    orders = {word: owner, "fields": fields, **more}
    return routes(users={"fields": {"name": "string"}}, orders=orders)


GOOD += [
    owned(word, owner)
    for word in ("owner", "tenant")
    for owner in any_of("user", "User", {"field": "user"}, {"field": "user", "all": "admin"})
]
BAD += [owned(word, owner) for word in ("owner", "tenant") for owner in WRONG_OWNERS]
BAD += [routes(users={"owner": "user"}), routes(users={"tenant": {"field": "user"}})]


def conditional(word: object) -> list[Any]:
    """Specs in which each place says whether ``If-Match`` is needed."""
    return [
        {"project": {"if_match": word}, **routes(users={})},
        routes(users={"if_match": word, "fields": {"name": "string"}}),
    ]


GOOD += [spec for word in ("required", "optional") for spec in conditional(word)]
BAD += [spec for word in any_of(None, "", "always", True, [], {}) for spec in conditional(word)]
BAD += [routes(users={"if_match": "required"}), below("x", {"if_match": "required"})]


def prefixed(word: object) -> dict[str, Any]:
    """A spec in which the project says what comes before all URLs."""
    return {"project": {"prefix": word}, **routes(users={})}


GOOD += [prefixed(word) for word in ("/api/v1", "/V2", "/a.b/c-d/e_f", "/docsets", "/" + "a" * 39)]
BAD += [prefixed(word) for word in any_of(None, "", True, [], {}, 1)]
BAD += [prefixed(word) for word in ("/", "api", "/api/", "//a", "/a//b", "/<b>", "/a b", "/../a")]
BAD += [prefixed(word) for word in ("/docs", "/health/a", "/openapi.json", "/static/x", "/a\n")]
BAD += [prefixed("/" + "a" * 40), routes(users={"prefix": "/api"})]
GOOD += [{"project": {"json": "camelCase"}, **routes(users={})}]
BAD += [
    {"project": {"json": word}, **routes(users={})}
    for word in (*any_of(None, "", True, [], {}, 1), "camelcase", "snake_case", "camelCase\n")
]
BAD += [routes(users={"json": "camelCase"})]


def idempotent(word: object) -> list[Any]:
    """Specs in which each place says whether a POST takes an ``Idempotency-Key``."""
    return [
        {"project": {"idempotency": word}, **routes(users={})},
        routes(users={"idempotency": word, "fields": {"name": "string"}}),
    ]


GOOD += [spec for word in (True, False) for spec in idempotent(word)]
BAD += [spec for word in any_of(None, "", "true", 1, [], {}) for spec in idempotent(word)]
BAD += [routes(users={"idempotency": True}), below("x", {"idempotency": True})]

NAMES = ("default", "con", "static", "docs", "pg_x", "__x", "___")

# What a schema cannot say, or could only say in a way that nobody would want to read.
LAXER = [
    *(named(name) for name in (*NAMES, "alembic_version")),
    *(below(name) for name in ("con", "users", "by_id")),
    routes(users={}, Users={}),
    routes(a1b={}, a_1b={}),
    routes(users={}, pk_users={}),
    {"project": {"idempotency": True}, **routes(idempotency_keys={"fields": {"name": "string"}})},
    *(
        routes(users={"key": key, "fields": {"name": "string"}})
        for key in ("uuid4", "UUID", "name")
    ),
    owned("owner", "usr"),
    owned("owner", "name"),
    owned("owner", "user", {"user": "reference:to=users"}),
    owned("owner", "user", auth="public"),
]


def is_read(spec: object) -> bool:
    try:
        read_spec(spec, ProjectName("x"), str)
    except InvalidSpec:
        return False
    return True


def fits(spec: object) -> bool:
    return bool(Draft202012Validator(SCHEMA).is_valid(spec))


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("spec", GOOD, ids=json.dumps)
def test_what_is_read_fits(spec: object) -> None:
    assert (is_read(spec), fits(spec)) == (True, True)


@pytest.mark.parametrize("spec", BAD, ids=json.dumps)
def test_what_is_refused_does_not_fit(spec: object) -> None:
    assert (is_read(spec), fits(spec)) == (False, False)


@pytest.mark.parametrize("spec", LAXER, ids=json.dumps)
def test_only_reserved_and_clashing_names_fit_and_are_refused(spec: object) -> None:
    assert (is_read(spec), fits(spec)) == (False, True)


EXAMPLES = sorted((REPOSITORY / "examples").iterdir())


def example(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))  # which reads JSON as well


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_fits_and_is_read(path: Path) -> None:
    spec = example(path)
    assert (is_read(spec), fits(spec)) == (True, True)
    if path.suffix == ".json":
        assert (REPOSITORY / "examples" / spec["$schema"]).is_file()


def test_the_examples_show_every_type_of_a_field() -> None:
    routes = [route for path in EXAMPLES for route in example(path)["routes"].values()]
    fields = [field for route in routes for field in route.get("fields", {}).values()]
    shown = {f["type"] if isinstance(f, dict) else f.split(":")[0] for f in fields}
    assert shown == {*TYPES}
