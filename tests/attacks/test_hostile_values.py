"""What bodies and queries may not reach: columns that no schema lists, and the text of SQL."""

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from attacks.test_passwords import megabytes_of
from support.generated import generate
from support.openapi import EVERYTHING, whole
from support.postgres import PostgresServer
from support.server import Answer, Server
from support.serving import SECRET

pytestmark = pytest.mark.exhaustive

ROUTES = ("users", "tags", "orders")
BODIES: dict[str, dict[str, Any]] = {
    "users": {"name": "Ada", "email": "ada@example.com", "secret": "a good secret"},
    "tags": {"label": "first"},
    "orders": {"user_id": 1, "total": "1.00", "open": True, "scan": "aWNvbg=="},
}
OTHERS = {
    "users": {"email": "eve@example.com"}, "tags": {"label": "second"}, "orders": {"total": "2.00"},
}  # fmt: skip
"""What is unique of a second row."""
NEVER_SET = (
    "ID", "Id", " id", "id ", "_id", "rowid", "ctid", "is_admin", "admin", "role", "roles",
    "owner_id", "tenant_id", "organisation_id", "password", "password_hash", "secret_hash",
    "deleted_at", "version", "etag", "metadata", "registry", "query", "__class__", "__dict__",
    "_sa_instance_state", "_sa_registry", "user", "seller", "tags_rows", "users.name",
    "users[name]", "$set", "constructor", "__proto__", "",
)  # fmt: skip
"""Keys that stand in no schema, beside those that are only read."""
VALUES: tuple[Any, ...] = (1, "x", None, {"id": 2})

FLAWS = (
    "'", '"', "\\'", "%", "_", "--", "' OR '1'='1", '" OR ""="', "') OR ('1'='1", "1 OR 1=1",
    "1; DROP TABLE users", "'; DROP TABLE users; --", "' UNION SELECT secret FROM users--",
    "x' AND (SELECT 1 FROM pg_sleep(9))::text='1", "1 AND randomblob(900000000)",
    "' || (SELECT secret FROM users) || '", "$1", ":name", "%(name)s", "?", "{{7*7}}",
    "E'\\047'", "users.secret", "secret) --",
)  # fmt: skip
"""What would be SQL, or part of it, where a value became text of a statement."""
KEYS = ("sort", "page", "per_page", "fields", "expand", "order_by")
"""Parameters of lists, also such as no list has."""
SECRET_FOUND = ("scrypt:", "Traceback", "sqlite3", "psycopg", "syntax error")


class Attacker:
    """Sends what may not work, and counts it."""

    def __init__(self, server: Server) -> None:
        """Take the server, where two rows of each route are made."""
        self.server, self.sent = server, 0
        for route, other in OTHERS.items():
            for body in (BODIES[route], BODIES[route] | other):
                assert self.call("POST", f"/{route}", body).status == 201
        self.document = server.get("/openapi.json").json

    def call(self, method: str, path: str, body: object = None) -> Answer:
        """Send one request, whose answer tells nothing of the inside."""
        sent = None if body is None else json.dumps(body).encode()
        answer = self.server.request(method, path, sent, {"Content-Type": "application/json"})
        assert answer.status < 500, (method, path, body, answer)
        text = answer.body.decode()
        assert not any(word in text for word in SECRET_FOUND), (method, path, body, text)
        self.sent += 1
        return answer

    def rows(self) -> list[Any]:
        """Return all rows of all routes."""
        return [self.server.get(f"/{route}").json for route in ROUTES]

    def read_only(self, route: str) -> list[str]:
        """Return the keys of a route that answers have and bodies do not."""
        schemas = self.document["components"]["schemas"]
        shown, taken = (
            whole(schemas, f"{start}{route.title()}")["properties"] for start in ("", "Post")
        )
        return [key for key in shown if key not in taken]

    def filters(self, route: str) -> list[str]:
        """Return the names of all filters of a list."""
        schemas = self.document["components"]["schemas"]
        return [*whole(schemas, f"{route.title()}Filters")["properties"]]


@pytest.fixture(scope="module")
def shop(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a field of every type."""
    folder = tmp_path_factory.mktemp("hostile")
    spec = folder / "spec.json"
    spec.write_text(json.dumps(EVERYTHING))
    return generate(ant_path, folder, "shop", spec)


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def attacker(
    shop: Path, project_python: Path, request: pytest.FixtureRequest
) -> Iterator[Attacker]:
    """Who attacks the project, on either database."""
    settings = {"DB_URL": "", "SQLITE_FILE": str(shop / "app.db")}
    if request.param == "postgresql":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        settings = postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
    settings |= {"JWT_SECRET": SECRET, "DOCS": "True"}
    server = Server.gunicorn(shop, project_python, settings)
    try:
        yield Attacker(server)
        assert "Traceback" not in server.log
    finally:
        server.kill()


ASSIGNED, INJECTED = 1_608, 4_764
"""Requests that are sent, which SECURITY.md tells."""


def test_a_body_sets_nothing_that_its_schema_does_not_list(attacker: Attacker) -> None:
    before = attacker.rows()
    attacker.sent = 0
    for route in ROUTES:
        keys = [*attacker.read_only(route), *NEVER_SET]
        assert {"id", "created_at", "updated_at"} <= {*keys}
        for key in keys:
            for value in VALUES:
                body = BODIES[route] | OTHERS[route] | {key: value}
                calls: list[tuple[str, str, object]] = [
                    ("POST", f"/{route}", body), ("PUT", f"/{route}/1", body),
                    ("PATCH", f"/{route}/1", {key: value}),
                ]  # fmt: skip
                calls += [("POST", "/tags/bulk", [body])] if route == "tags" else []
                for method, path, sent in calls:
                    answer = attacker.call(method, path, sent)
                    assert (answer.status, "errors" in answer.json) == (400, True), (path, sent)
    assert attacker.rows() == before
    assert attacker.sent == ASSIGNED


def found_by(name: str, answer: Answer) -> int:
    """Return how many rows a list has; 0 where a filter is about texts before or behind others."""
    assert answer.status == 200
    return 0 if name.endswith(("__ne", "__lt", "__lte", "__gt", "__gte")) else answer.json["total"]


def test_no_value_becomes_text_of_a_statement(attacker: Attacker) -> None:
    before = attacker.rows()
    attacker.sent = 0
    for number, flaw in enumerate(FLAWS):
        for route in ROUTES:
            assert attacker.call("GET", f"/{route}/{quote(flaw, safe='')}").status == 404
            assert attacker.call("PATCH", f"/{route}/1", {flaw: flaw}).status == 400
            for name in (*KEYS, *attacker.filters(route)[number % 2 :: 2]):
                answer = attacker.call("GET", f"/{route}?{urlencode({name: flaw})}")
                assert answer.status == 400 or not found_by(name, answer), (name, flaw, answer)
            assert attacker.call("GET", f"/{route}?{urlencode({flaw: 1})}").status == 400
        said = flaw[:30]
        made = attacker.call("POST", "/tags", {"label": said})
        assert (made.status, made.json["label"]) == (201, said)
        found = attacker.call("GET", f"/tags?{urlencode({'label': said})}")
        assert [row["id"] for row in found.json["items"]] == [made.json["id"]]
        assert attacker.call("DELETE", f"/tags/{made.json['id']}").status == 204
    assert attacker.rows() == before
    assert attacker.sent == INJECTED


BOMBS = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "keys": json.dumps({f"key{number}": 1 for number in range(60_000)}).encode(),
    "digits": b'{"label":' + b"9" * 900_000 + b"}",
    "infinite": b'{"label":1e400}',
    "no text": b'{"label":"\\ud800"}',
    "NUL": b'{"label":"a\\u0000"}',
}


def test_a_body_that_is_made_to_cost_much_is_refused_soon_and_takes_no_memory(
    attacker: Attacker,
) -> None:
    server, kind = attacker.server, {"Content-Type": "application/json"}
    before = megabytes_of(server)
    for name, bomb in BOMBS.items():
        began = time.monotonic()
        answer = server.request("POST", "/tags", bomb, kind)
        assert (answer.status, len(answer.body) < 5000) == (400, True), (name, answer)
        assert time.monotonic() - began < 5, name
    assert megabytes_of(server) - before < 200  # four workers
