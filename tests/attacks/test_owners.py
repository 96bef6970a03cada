"""Two users at a real server: neither sees, counts, changes or refers to rows of the other."""

import json
import re
import time
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from attacks.test_tokens import bearer, signed
from support.generated import REPOSITORY, generate
from support.postgres import PostgresServer
from support.server import Answer, Server
from support.serving import SECRET

OWNED = ("tags", "orders", "items")
MARK, ICON = "only-hers", "aWNvbg=="
NOWHERE = 2**40
METHODS = ("GET", "PUT", "PATCH", "DELETE")
NO_ROLES: list[Any] = [[None], [""], None, "", ["user"], {"admin": True}, [["admin"]]]


class Somebody:
    """Sends requests with a token, and remembers the rows that were made with it."""

    def __init__(self, server: Server, **claims: Any) -> None:
        """Take the server, and what the token says."""
        self.server, self.claims = server, claims
        self.rows: dict[str, dict[str, Any]] = {}

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Send one request."""
        sent = None if body is None else json.dumps(body).encode()
        headers |= {"Content-Type": "application/json"} if sent else {}
        token = signed({"exp": int(time.time()) + 600, **self.claims}) if self.claims else ""
        headers |= bearer(token) if token else {}
        return self.server.request(method, path, sent, headers)

    def make(self, route: str, **body: Any) -> dict[str, Any]:
        """Make a row."""
        answer = self.call("POST", f"/{route}", body)
        assert answer.status == 201, answer.body
        self.rows[route] = answer.json
        return self.rows[route]

    def id(self, route: str) -> int:
        """Return the id of the row of a route that was made last."""
        return int(self.rows[route]["id"])

    def settle(self, mark: str) -> None:
        """Make rows of every route, all with a mark in their texts."""
        tag = self.make("tags", label=mark, icon=ICON)
        order = self.make("orders", number=7, note=mark)
        self.make("orders", number=8, note=mark, parent_id=order["id"])
        self.make("items", order_id=self.id("orders"), title=mark)
        self.make("notes", order_id=self.id("orders"), text="everybody's")
        for path in (f"orders/{self.id('orders')}/labels", f"notes/{self.id('notes')}/marks"):
            assert self.call("PUT", f"/{path}/{tag['id']}").status == 204

    def everything(self) -> list[Any]:
        """Return all rows that this one sees, but for what the notes of all are."""
        order, note = self.id("orders"), self.id("notes")
        paths = (*OWNED, f"orders/{order}/labels", f"orders/{order}/items", f"notes/{note}/marks")
        return [self.call("GET", f"/{path}").json for path in paths]


@pytest.fixture(scope="module")
def owned(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with routes whose rows belong to somebody, and some that refer to these."""
    spec = REPOSITORY / "tests/support/owned.json"
    return generate(ant_path, tmp_path_factory.mktemp("owned"), "shop", spec)


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)], scope="module"
)
def served(
    owned: Path, project_python: Path, request: pytest.FixtureRequest, tmp_path_factory: Any
) -> Iterator[Server]:
    """The project behind gunicorn, on either database."""
    settings: dict[str, str] = {"SQLITE_FILE": str(tmp_path_factory.mktemp("data") / "app.db")}
    if request.param == "postgresql":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        settings = postgres.create_database("test_owners")
    server = Server.gunicorn(owned, project_python, {"JWT_SECRET": SECRET, **settings})
    yield server
    server.kill()


@pytest.fixture(scope="module")
def users(served: Server) -> tuple[Somebody, Somebody]:
    """The attacker and the other one, who work for two organisations."""
    nobody, found = Somebody(served), []
    for mark in ("mine", MARK):
        organisation = nobody.make("organisations", name=mark)["id"]
        user = nobody.make("users", name=mark, email=f"{mark}@example.com")["id"]
        one = Somebody(served, sub=str(user), organisation_id=organisation)
        one.rows |= {"users": {"id": user}, "organisations": {"id": organisation}}
        one.settle(mark)
        found.append(one)
    return found[0], found[1]


@pytest.fixture
def attacker(users: tuple[Somebody, Somebody]) -> Iterator[Somebody]:
    """Who attacks; the other one sees the same after as before."""
    before = users[1].everything()
    assert json.dumps(before).count(MARK) == 7
    yield users[0]
    assert users[1].everything() == before


@pytest.fixture
def victim(users: tuple[Somebody, Somebody]) -> Somebody:
    """Whose rows they are."""
    return users[1]


def same(one: Answer, other: Answer) -> bool:
    """Whether a row is answered as one that is not there, but for the ids of the request."""
    assert one.status < 500, one.body
    texts = [re.sub(r" [0-9]+\b", " …", answer.body.decode()) for answer in (one, other)]
    return one.status == other.status and texts[0] == texts[1] and MARK not in texts[0]


@pytest.mark.slow
def test_a_key_of_another_organisation_gives_no_answer_of_its_user(
    users: tuple[Somebody, Somebody],
) -> None:
    one, other = users
    body = {"order_id": one.id("orders"), "title": "made twice", "user_id": 0}
    key = {"Idempotency-Key": "the same"}
    made = one.call("POST", "/items", body, **key)
    assert made.status == 201
    again = one.call("POST", "/items", body, **key)
    assert (again.body, again.headers["Idempotency-Replayed"]) == (made.body, "true")
    claims = {**one.claims, "organisation_id": other.claims["organisation_id"]}
    elsewhere = Somebody(one.server, **claims).call("POST", "/items", body, **key)
    assert elsewhere.status == 409  # a new request: the title is taken
    assert "Idempotency-Replayed" not in elsewhere.headers
    admin = Somebody(one.server, **one.claims, roles=["admin"])
    assert admin.call("DELETE", f"/items/{made.json['id']}").status == 204


@pytest.mark.slow
def test_a_row_of_another_one_is_not_there_at_any_url(attacker: Somebody, victim: Somebody) -> None:
    document = attacker.call("GET", "/openapi.json")
    paths = document.json["paths"]
    below = [path for path in paths if path.startswith(tuple(f"/{route}/{{" for route in OWNED))]
    assert len(below) == 15
    bodies: dict[str, Any] = {
        "tags": {"label": "x", "icon": ICON}, "orders": {"number": 1},
        "items": {"title": "x", "order_id": attacker.id("orders")},
    }  # fmt: skip
    wanted: list[Mapping[str, str]] = [{}, {"If-Match": '"x"'}, {"If-Match": "*"}]
    for path in below:
        route = path.split("/")[1]
        parameter = next(iter(re.findall(r"{(\w+)_id}", path)), "")
        end = "tags" if parameter == "labels" else parameter
        far = (attacker.id(end), victim.id(end), NOWHERE) if end else (NOWHERE,)
        for method, id_there, headers in product(METHODS, far, wanted):
            here, nowhere = (
                attacker.call(
                    method,
                    path.replace("{id}", str(id), 1).replace(f"{{{parameter}_id}}", str(id_there)),
                    bodies[route], **headers,
                )
                for id in (victim.id(route), NOWHERE)
            )  # fmt: skip
            assert same(here, nowhere), (method, path, here.body, nowhere.body)
            assert here.status in (403, 404, 405), (method, path)


def test_no_list_shows_or_counts_rows_of_another_one(attacker: Somebody, victim: Somebody) -> None:
    for route, total in (("tags", 1), ("orders", 2), ("items", 1)):
        theirs, user = victim.id(route), victim.id("users")
        queries: list[tuple[dict[str, object], int]] = [
            ({}, total), ({"id": theirs}, 0), ({"id__in": f"{theirs},{attacker.id(route)}"}, 1),
            ({"user_id": user}, 0), ({"user_id__ne": 0}, total), ({"user_id__in": user}, 0),
            ({"sort": "-id", "per_page": 1}, total), ({"sort": "user_id", "page": 2}, total),
            ({"created_at__gte": "2000-01-01T00:00:00Z"}, total), ({"id__ne": 0}, total),
        ]  # fmt: skip
        for query, count in queries:
            answer = attacker.call("GET", f"/{route}?{urlencode(query)}")
            assert (answer.status, answer.json["total"]) == (200, count), (route, query)
            assert MARK not in answer.body.decode()
    for text in ("label", "note", "title"):
        route = {"label": "tags", "note": "orders", "title": "items"}[text]
        assert attacker.call("GET", f"/{route}?{text}__contains=hers").json["total"] == 0


def test_no_nested_list_shows_or_counts_rows_of_another_one(
    attacker: Somebody, victim: Somebody
) -> None:
    user, organisation = victim.id("users"), victim.id("organisations")
    paths = [f"users/{user}/{route}" for route in OWNED]
    paths += [f"organisations/{organisation}/items", f"notes/{victim.id('notes')}/marks"]
    for path in paths:
        answer = attacker.call("GET", f"/{path}")
        assert (answer.status, answer.json["total"]) == (200, 0), path
        own = victim.call("GET", f"/{path}")
        assert own.json["total"] > 0, path
    for route in OWNED:
        assert attacker.call("GET", f"/users/{attacker.id('users')}/{route}").json["total"] > 0


def test_nothing_refers_or_is_linked_to_rows_of_another_one(
    attacker: Somebody, victim: Somebody
) -> None:
    order, item, note = attacker.id("orders"), attacker.id("items"), attacker.id("notes")
    calls: list[tuple[str, str, dict[str, Any], str, str]] = [
        ("POST", "/items", {"title": "x"}, "order_id", "orders"),
        ("POST", "/items", {"title": "mine"}, "order_id", "orders"),  # which is taken, too
        ("PATCH", f"/items/{item}", {}, "order_id", "orders"),
        ("PUT", f"/items/{item}", {"title": "x"}, "order_id", "orders"),
        ("POST", "/orders", {"number": 1}, "parent_id", "orders"),
        ("PATCH", f"/orders/{order}", {}, "parent_id", "orders"),
        ("POST", "/notes", {"text": "x"}, "order_id", "orders"),
        ("PATCH", f"/notes/{note}", {}, "order_id", "orders"),
    ]
    nobody = Somebody(attacker.server)
    for method, path, body, column, route in calls:
        for who in (attacker, nobody):
            here, nowhere = (
                who.call(method, path, {**body, column: id}) for id in (victim.id(route), NOWHERE)
            )
            assert same(here, nowhere), (method, path, here.body)
            assert here.status in (401, 409)
    for start, method in product((f"/orders/{order}/labels", f"/notes/{note}/marks"), METHODS):
        here, nowhere = (
            attacker.call(method, f"{start}/{id}") for id in (victim.id("tags"), NOWHERE)
        )
        assert here.status == nowhere.status in (404, 405)


def test_ids_of_rows_of_another_one_are_neither_shown_nor_taken(
    attacker: Somebody, victim: Somebody
) -> None:
    tag, note, mine = victim.id("tags"), victim.id("notes"), attacker.id("tags")
    assert attacker.call("GET", f"/notes/{note}").json["marks"] == []
    listed = attacker.call("GET", f"/notes?id={note}").json["items"]
    assert [row["marks"] for row in listed] == [[]]
    assert victim.call("GET", f"/notes/{note}").json["marks"] == [tag]
    calls = [("POST", "/notes", {"text": "x"}), ("PATCH", f"/notes/{note}", {})]
    for method, path, body in calls:
        for id in (tag, NOWHERE):
            answer = attacker.call(method, path, {**body, "marks": [mine, id]})
            assert (answer.status, [*answer.json["errors"]]) == (409, ["marks"])
    changed = attacker.call("PATCH", f"/notes/{note}", {"marks": [mine]})
    assert (changed.status, changed.json["marks"]) == (200, [mine])
    assert victim.call("GET", f"/notes/{note}").json["marks"] == [tag]
    assert attacker.call("PATCH", f"/notes/{note}", {"marks": []}).json["marks"] == []
    assert victim.call("GET", f"/notes/{note}").json["marks"] == [tag]


def test_what_rows_of_another_one_hold_is_neither_shown_beside_rows_nor_found_by_filters(
    attacker: Somebody, victim: Somebody
) -> None:
    note, order = victim.id("notes"), victim.call("GET", f"/orders/{victim.id('orders')}").json
    nobody = Somebody(attacker.server)
    path = f"/notes/{note}?expand=order,marks"
    assert victim.call("GET", path).json["order"] == order
    assert [tag["label"] for tag in victim.call("GET", path).json["marks_rows"]] == [MARK]
    filters = ("note=only-hers", "note__contains=hers", "number__gt=0", f"id={order['id']}",
               "note__isnull=false", "note__ne=x", f"user_id={order['user_id']}")  # fmt: skip
    for stranger in (attacker, nobody):
        shown = stranger.call("GET", path)
        assert (shown.status, shown.json["order"], shown.json["marks_rows"]) == (200, None, [])
        listed = stranger.call("GET", f"/notes?id={note}&expand=order,marks").json["items"]
        assert listed == [shown.json]
        for words in filters:
            query = f"/notes?id={note}&order__{words}"
            assert (stranger.call("GET", query).json["total"], words) == (0, words)
            assert (victim.call("GET", query).json["total"], words) == (1, words)
        assert stranger.call("GET", "/notes?order__secret=x").status == 400


def test_a_row_stays_with_whoever_made_it(attacker: Somebody, victim: Somebody) -> None:
    mine = {"user_id": attacker.id("users"), "organisation_id": attacker.id("organisations")}
    theirs = {"user_id": victim.id("users"), "organisation_id": victim.id("organisations")}
    body = {"title": "new", "order_id": attacker.id("orders")}
    made = attacker.call("POST", "/items", {**body, **theirs})
    assert made.status == 201
    path = f"/items/{made.json['id']}"
    for method in ("PATCH", "PUT"):
        changed = attacker.call(method, path, {**body, **theirs})
        assert (changed.status, changed.json | mine) == (200, changed.json)
    assert attacker.call("DELETE", path).status == 403  # for which the spec asks for a role
    assert victim.call("GET", path).status == 404


def test_a_token_that_names_nobody_or_no_role_opens_nothing(
    attacker: Somebody, victim: Somebody
) -> None:
    id, organisation = str(victim.id("users")), victim.id("organisations")
    subjects = ("", "x", "0", f" {id}", f"{id} ", f"0{id}", f"{id}.0", f"-{id}", "٢", f"{2**64}")
    claims: list[dict[str, Any]] = [{"sub": sub} for sub in subjects] + [{"role": ""}]
    for said in claims:
        answers = [Somebody(attacker.server, **said).call("GET", f"/{route}") for route in OWNED]
        assert all(answer.json["total"] == 0 for answer in answers), said
        made = Somebody(attacker.server, **said).call("POST", "/tags", {"label": "x", "icon": ICON})
        assert made.status == 403, said
    values: list[Any] = [None, True, [organisation], float(organisation), f"{organisation}.", {}]
    for value in values:
        one = Somebody(attacker.server, sub=id, organisation_id=value)
        assert one.call("GET", "/items").json["total"] == 0, value
    for role in NO_ROLES:
        one = Somebody(attacker.server, **{**attacker.claims, "roles": role})
        assert one.call("GET", "/orders").json["total"] == 2, role
    for route in OWNED:
        assert Somebody(attacker.server).call("GET", f"/{route}").status == 401


def test_a_role_sees_what_it_is_for_and_no_more(attacker: Somebody, victim: Somebody) -> None:
    admin = Somebody(attacker.server, sub="x", role="admin")
    assert admin.call("GET", "/orders").json["total"] == 4
    assert admin.call("GET", f"/orders/{victim.id('orders')}").status == 200
    assert [admin.call("GET", f"/{route}").json["total"] for route in ("tags", "items")] == [0, 0]
    boss = Somebody(attacker.server, sub=str(victim.id("users")), role="boss")
    assert boss.call("GET", "/items").json["total"] == 1
