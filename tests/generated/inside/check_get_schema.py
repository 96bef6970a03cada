"""What clients see of users, whose Get schema ``support.get_schema_edits`` has changed."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN003, ANN201

from itertools import count

import pytest
from helper.DBSession import myDB
from sqlalchemy import event, text
from startup.Alchemy import autocommit_engine, db_session

SHOWN = {
    "id", "name", "email", "nick", "rank", "manager_id", "desk_id", "updated_at",
    "label", "orders_count", "next_age", "initial", "shout",
}  # fmt: skip
NUMBERS = count(1)


def user_body(**values):
    email = f"ada{next(NUMBERS)}@example.com"
    return {"name": "ada", "email": email, "password": "a long secret", **values}


def order_body(user):
    return {"user_id": user["id"], "total": "1.50", "plate": "AB-123", "numbers": [1]}


@pytest.fixture
def client(app):
    yield app.test_client()
    db_session.remove()
    for table in ("orders", "users", "desks"):
        myDB.execute_commit(text(f"DELETE FROM {table}"))


@pytest.fixture
def user(client):
    made = client.post("/users", json=user_body(age=36))
    assert made.status_code == 201
    for _ in range(2):
        assert client.post("/orders", json=order_body(made.get_json())).status_code == 201
    return client.get(made.headers["Location"]).get_json()


def check_what_is_computed_is_in_every_answer(client, user):
    path = f"/users/{user['id']}"
    wanted = {"label": "ada (36)", "initial": "a", "shout": "ADA", "orders_count": 2}
    assert user.items() >= {**wanted, "next_age": 37}.items()
    assert user.keys() == SHOWN
    assert client.patch(path, json={}).get_json() == user
    patched = client.patch(path, json={"age": 37}).get_json()
    assert patched.items() >= {**wanted, "label": "ada (37)", "next_age": 38}.items()
    assert client.get("/users").get_json()["items"] == [patched]
    body = user_body(name="eve", age=1, manager_id=user["id"])
    below = client.post("/users", json=body).get_json()
    assert (below["label"], below["orders_count"]) == ("eve (1)", 0)
    assert client.get(f"{path}/users").get_json()["items"] == [below]
    put = client.put(path, json=user_body(name="bob", age=2)).get_json()
    assert (put["label"], put["orders_count"], put.keys()) == ("bob (2)", 2, SHOWN)


@pytest.mark.parametrize("name", ["age", "created_at", "password", "label", "initial", "shout"])
def check_what_is_no_column_that_is_shown_can_not_be_asked_for(client, user, name):
    for query, parameter in (
        (f"{name}=1", name), (f"{name}__isnull=true", f"{name}__isnull"), (f"sort=-{name}", "sort"),
    ):  # fmt: skip
        answer = client.get(f"/users?{query}")
        assert answer.status_code == 400
        assert [*answer.get_json()["errors"]] == [parameter]


def check_what_the_database_computes_can_be_asked_for(client, user):
    other = client.post("/users", json=user_body()).get_json()
    for query, ids in {
        "orders_count=2": [user["id"]], "orders_count__lt=1": [other["id"]],
        "sort=orders_count": [other["id"], user["id"]],
        "sort=-orders_count": [user["id"], other["id"]],
    }.items():  # fmt: skip
        items = client.get(f"/users?{query}").get_json()["items"]
        assert [row["id"] for row in items] == ids


def check_the_etag_covers_what_is_computed(client, user):
    path = f"/users/{user['id']}"
    tag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert client.post("/orders", json=order_body(user)).status_code == 201
    headers = {"If-Match": tag}
    assert client.patch(path, json={"age": 5}, headers=headers).status_code == 412
    headers = {"If-Match": client.get(path).headers["ETag"]}
    assert client.patch(path, json={"age": 5}, headers=headers).status_code == 200
    headers = {"If-Match": client.get(path).headers["ETag"]}
    assert client.delete("/users/999999", headers=headers).status_code == 404


def check_what_is_private_is_never_read(client, user):
    seen = []
    event.listen(autocommit_engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    client.get(f"/users/{user['id']}")
    client.get("/users?sort=name")
    assert seen
    assert not [statement for statement in seen if "password" in statement]
