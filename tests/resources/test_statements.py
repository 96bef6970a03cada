"""What a request costs the database: SQL statements and transactions, counted."""

import json
import uuid
from pathlib import Path

import pytest

from support.postgres import PostgresServer
from support.server import run_in_api

COUNT = """
import json, logging
from app import create_app
from sqlalchemy import event
from startup.Alchemy import autocommit_engine as engine

app = create_app()
seen = []
event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2].split()[0]))
for name in ("begin", "commit", "rollback"):
    event.listen(engine, name, lambda *_, name=name: seen.append(name))
client = app.test_client()
user = {"name": "Ada", "email": "ada@example.com"}
order = {"user_id": 1, "parent_id": 1, "tags": [1]}
tag = {}
calls = [
    ("insert", lambda: client.post("/users", json=user)),
    ("list", lambda: client.get("/users?name=Ada&sort=-id")),
    ("get", lambda: client.get("/users/1")),
    ("conflict", lambda: client.post("/users", json=user)),
    ("put", lambda: client.put("/users/1", json=user)),
    ("patch", lambda: client.patch("/users/1", json={"age": 5})),
    ("read", lambda: tag.update({"If-Match": client.get("/users/1").headers["ETag"]})),
    ("if_match", lambda: client.patch("/users/1", json={"age": 6}, headers=tag)),
    ("collection", lambda: client.get("/users/1/user_orders")),
    ("no_collection", lambda: client.get("/users/999/user_orders")),
    ("tag", lambda: client.post("/tags", json={"label": "new"})),
    ("linked", lambda: client.post("/orders", json={"user_id": 1, "tags": [1]})),
    ("another", lambda: client.post("/orders", json={"user_id": 1, "tags": [1]})),
    ("bulk", lambda: client.post("/orders/bulk", json=[{"user_id": 1, "tags": [1]}] * 100)),
    ("with_ids", lambda: client.get("/orders")),
    ("below_with_ids", lambda: client.get("/tags/1/orders")),
    ("found", lambda: client.get("/orders?user__name__contains=ad&user__age__gt=5&expand=user")),
    ("expanded", lambda: client.get("/orders/1?expand=user,tags")),
    ("few", lambda: client.get("/orders?expand=user,parent,tags&per_page=1")),
    ("more", lambda: client.post("/orders/bulk", json=[order] * 100)),
    ("many", lambda: client.get("/orders?expand=user,parent,tags&per_page=100&sort=-id")),
    ("delete", lambda: client.delete("/users/1")),
]
counts = {}
for name, call in calls:
    seen.clear()
    answer = call()
    assert answer is None or answer.status_code in (200, 201, 204, 404, 409), answer.data
    counts[name] = list(seen)
engine.dispose()
print(json.dumps(counts))
"""
ONE_BY_ONE = {
    "insert": ["INSERT"],
    "list": ["SELECT", "SELECT"],
    "get": ["SELECT"],
    "put": ["UPDATE"],
    "patch": ["UPDATE"],
    "collection": ["SELECT", "SELECT"],
    "no_collection": ["SELECT", "SELECT"],
    "with_ids": ["SELECT", "SELECT", "SELECT"],  # how many, the rows, the ids of them all
    "below_with_ids": ["SELECT", "SELECT", "SELECT"],
    "found": ["SELECT"] * 4,  # how many, the rows, their ids, the users
    "expanded": ["SELECT"] * 4,  # the row, the ids, the user, the tags
    "few": ["SELECT"] * 5,  # no parent is named
    "many": ["SELECT"] * 7,  # also the parents, and the ids that these show themselves
    "delete": ["DELETE"],
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_request_needs_no_more_statements_than_it_must(
    kind: str, store: Path, project_python: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    settings = {"DB_URL": "", "SQLITE_FILE": str(tmp_path / "app.db"), "FLASK_ENV": "development"}
    if kind == "postgresql":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        settings |= postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
    done = run_in_api(store, project_python, COUNT, settings)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout.splitlines()[-1])
    statements = {
        name: [statement for statement in seen if statement.isupper() and statement != "BEGIN"]
        for name, seen in counts.items()
    }
    assert {name: statements[name] for name in ONE_BY_ONE} == ONE_BY_ONE
    assert statements["conflict"] == ["INSERT"]
    inserts = [statement for statement in statements["bulk"] if statement == "INSERT"]
    assert len(inserts) == 2  # the rows, and their links
    assert counts["bulk"].count("commit") == 1
    assert len(statements["bulk"]) == 6, statements["bulk"]
    assert statements["if_match"] == ["SELECT", "UPDATE"]
    assert counts["if_match"].count("commit") == 1
