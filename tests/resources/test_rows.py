"""One row: made, read, replaced, changed and deleted."""

import json
import re
import uuid
from random import Random
from urllib.parse import quote

import pytest

from support.api import Api, Json

FULL = {
    "total": "12.50",
    "status": "paid",
    "note": "ä\u2028🙂",
    "placed_at": "2024-01-01T00:00:00.000001+05:30",
    "due": "2024-02-29",
    "at": "23:59:59.999999",
    "weight": 0.1,
    "views": 2**63 - 1,
    "rank": -(2**15),
    "gift": True,
    "token": "90099062-3d2c-40dc-a1a2-89e0c5a84212",
    "extra": {"a": [1, None, 1.5, "x"]},
    "labels": ["new", 'it\'s "100%"'],
    "counts": [1, -(2**31), 1],
    "keys": ["90099062-3d2c-40dc-a1a2-89e0c5a84212"],
    "home": "https://example.com/?a=1",
}


def test_a_text_of_any_length_is_unique_or_told_to_be_too_long(api: Api) -> None:
    """PostgreSQL indexes no value of more than 2704 bytes: 600 characters are 2400 at most."""
    random = Random(7)
    longest = "".join(chr(random.randint(0x10000, 0x2FFFD)) for _ in range(600))  # 4 bytes each
    body = {"login": uuid.uuid4().hex, "password": "secret enough", "motto": longest}
    assert api.made("/accounts", **body)["motto"] == longest
    again = {**body, "login": uuid.uuid4().hex}
    assert api.faults("POST", "/accounts", again, status=409) == {"motto"}
    for length in (601, 1_000_000):
        assert api.faults("POST", "/accounts", {**again, "motto": "x" * length}) == {"motto"}
    assert api.get(f"/accounts?motto={quote(longest)}").json["total"] == 1


@pytest.mark.parametrize("weight", [100, -0.0, 1e22])
def test_a_whole_float_is_shown_alike_by_what_writes_and_what_reads(
    api: Api, weight: float
) -> None:
    path = f"/orders/{api.order()['id']}"
    written = api.call("PATCH", path, {"weight": weight})
    read = api.get(path)
    assert (written.status, written.body) == (200, read.body)
    assert written.headers["ETag"] == read.headers["ETag"]


def test_a_row_is_made_and_comes_back_as_it_was_sent(api: Api) -> None:
    user = api.user()
    answer = api.call("POST", "/orders", {"user_id": user["id"], **FULL})
    assert answer.status == 201
    row = answer.json
    moment = "2023-12-31T18:30:00.000001Z"
    sent = {**FULL, "user_id": user["id"], "placed_at": moment, "parent_id": None}
    assert {key: row[key] for key in sent} == sent
    assert answer.headers["Location"] == f"/orders/{row['id']}"
    assert set(row) - set(sent) == {"id", "created_at", "updated_at", "seller_id", "tags"}
    read = api.get(answer.headers["Location"])
    assert (read.status, read.json) == (200, row)
    assert read.headers["ETag"] == answer.headers["ETag"]


def test_what_is_left_out_becomes_its_default_or_null(api: Api) -> None:
    row = api.order()
    given = {key: row[key] for key in ("status", "gift", "total", "extra", "parent_id")}
    assert given == {
        "status": "new", "gift": False, "total": None, "extra": None, "parent_id": None,
    }  # fmt: skip
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z", row["placed_at"])


def test_null_stays_possible_beside_a_default(api: Api) -> None:
    row = api.order()
    path, body = f"/orders/{row['id']}", {"user_id": row["user_id"]}
    assert row["rank"] == 7
    assert api.call("PATCH", path, {"rank": None}).json["rank"] is None
    assert api.call("PATCH", path, {"note": "x"}).json["rank"] is None
    assert api.call("PUT", path, body).json["rank"] == 7
    assert api.call("PUT", path, {**body, "rank": None}).json["rank"] is None
    assert api.order(rank=None)["rank"] is None


def test_a_row_without_a_uuid_gets_one_of_its_own(api: Api) -> None:
    one, other = api.order(), api.order()
    assert {uuid.UUID(row["token"]).version for row in (one, other)} == {4}
    assert one["token"] != other["token"]
    assert api.order(token=None)["token"] is None


@pytest.mark.parametrize(
    ("sent", "stored"),
    [(5, "5.00"), (0.1, "0.10"), ("99999999.99", "99999999.99"), ("0", "0.00"), (1.10, "1.10")],
)
def test_decimals_are_exact(api: Api, sent: Json, stored: str) -> None:
    row = api.order(total=sent)
    assert api.get(f"/orders/{row['id']}").json["total"] == stored


def test_a_put_replaces_the_whole_row(api: Api) -> None:
    row = api.order(**FULL)
    answer = api.call("PUT", f"/orders/{row['id']}", {"user_id": row["user_id"], "note": "only"})
    assert answer.status == 200
    assert (answer.json["note"], answer.json["total"], answer.json["status"]) == (
        "only", None, "new",
    )  # fmt: skip
    assert answer.json["created_at"] == row["created_at"]
    assert answer.json["updated_at"] > row["updated_at"]
    assert api.faults("PUT", f"/orders/{row['id']}", {"note": "x"}) == {"user_id"}


def test_a_patch_changes_what_it_names(api: Api) -> None:
    row = api.order(**FULL)
    answer = api.call("PATCH", f"/orders/{row['id']}", {"note": None, "gift": False})
    assert answer.status == 200
    unchanged = {*row} - {"note", "gift", "updated_at"}
    assert {key: answer.json[key] for key in unchanged} == {key: row[key] for key in unchanged}
    assert (answer.json["note"], answer.json["gift"]) == (None, False)
    assert api.call("PATCH", f"/orders/{row['id']}", {}).json == answer.json


def test_a_deleted_row_is_gone(api: Api) -> None:
    row = api.order()
    answer = api.call("DELETE", f"/orders/{row['id']}")
    assert (answer.status, answer.body) == (204, b"")
    for method in ("GET", "DELETE"):
        assert api.call(method, f"/orders/{row['id']}").status == 404
    assert api.call("PATCH", f"/orders/{row['id']}", {"note": "x"}).status == 404
    assert api.call("PUT", f"/orders/{row['id']}", {"user_id": row["user_id"]}).status == 404


@pytest.mark.parametrize("id", ["0", "-1", "999999999", str(2**63), "9" * 50, "x", "1.5", "%00"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_row_that_cannot_be_is_not_found(api: Api, method: str, id: str) -> None:
    answer = api.call(method, f"/orders/{id}")
    assert answer.status == 404
    assert isinstance(answer.json["message"], str)


def test_nobody_sees_what_is_private_and_a_password_is_stored_as_a_hash(api: Api) -> None:
    secret, note = f"secret {uuid.uuid4().hex}", f"note {uuid.uuid4().hex}"
    made = api.made("/accounts", login=secret[:20], password=secret, notes=note)
    shown = [made, api.call("PATCH", f"/accounts/{made['id']}", {"password": secret}).json]
    shown += [api.get(f"/accounts/{made['id']}").json, api.get("/accounts?sort=-id").json]
    text = json.dumps(shown) + api.server.log
    assert secret not in text and note not in text and "scrypt" not in text
    for parameter in ("password=x", "notes=x", "notes__isnull=true", "sort=notes", "sort=password"):
        assert api.faults("GET", f"/accounts?{parameter}") == {parameter.partition("=")[0]}


def test_nobody_writes_what_is_readonly(api: Api) -> None:
    body = {"login": "readonly", "password": "correct horse"}
    account = api.made("/accounts", **body)
    assert account["level"] == 1
    for key in ("level", "id", "created_at", "updated_at"):
        assert api.faults("POST", "/accounts", {**body, key: 5}) == {key}
        assert api.faults("PATCH", f"/accounts/{account['id']}", {key: 5}) == {key}
    assert api.get(f"/accounts/{account['id']}").json == account


def test_what_stands_below_a_resource_still_answers(api: Api) -> None:
    assert api.get("/orders/export").json == "Your orders export route is working!"
    sent = api.call("POST", "/orders/load", {"a": 1})
    assert sent.json == "Successfully created load for orders with data: {'a': 1}"
    assert api.get("/plain").json == "Your plain route is working!"
