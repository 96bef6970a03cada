"""Many rows in one request: all of them are made, in their order, or none."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from resources.test_rows import FULL
from support.api import Api, Json

EMPTY = ("total", "note", "labels", "seller_id", "rank")


def bodies_of(user: int, tag: int) -> list[dict[str, Json]]:
    """Orders with all values, with few, with some that are null, and with links."""
    return [
        {"user_id": user, **FULL},
        {"user_id": user},
        {"user_id": user, **dict.fromkeys(EMPTY)},
        {"user_id": user, "tags": [tag], "placed_at": FULL["placed_at"]},
        {"user_id": user, **FULL, "tags": [tag, tag]},
    ]


def without_times(row: dict[str, Json]) -> dict[str, Json]:
    """What of a row is the same if it is made again."""
    made = ("id", "created_at", "updated_at", "token", "placed_at")
    return {key: value for key, value in row.items() if key not in made}


def test_a_list_makes_the_rows_that_its_bodies_make_one_by_one(api: Api) -> None:
    bodies = bodies_of(api.user()["id"], api.tag()["id"])
    alone = [api.made("/orders", **body) for body in bodies]
    answer = api.call("POST", "/orders/bulk", bodies)
    assert answer.status == 201, answer.body
    assert [*map(without_times, answer.json)] == [*map(without_times, alone)]
    ids = [row["id"] for row in answer.json]
    assert ids == sorted(ids)
    for row in answer.json:
        assert api.get(f"/orders/{row['id']}").json == row


def test_what_is_wrong_is_told_by_its_position_and_nothing_is_made(api: Api) -> None:
    user, before = api.user()["id"], api.get("/orders").json["total"]
    wrong = [{"user_id": user}, {"total": "x", "n": 1}, 7, {"user_id": user, "labels": [1]}]
    answer = api.call("POST", "/orders/bulk", wrong)
    assert answer.status == 400
    assert answer.json["errors"].keys() == {"1", "2", "3"}
    assert answer.json["errors"]["1"].keys() == {"total", "n", "user_id"}
    assert answer.json["errors"]["2"] == ["Must be a JSON object."]
    missing = [{"user_id": 2**40}, {"user_id": user}, {"user_id": user, "tags": [2**40]}]
    conflict = api.call("POST", "/orders/bulk", missing)
    assert conflict.status == 409
    assert conflict.json["errors"]["0"] == {"user_id": ["There is no row with this id."]}
    assert conflict.json["errors"].keys() == {"0", "2"}
    assert "2: tags: There is no row of tags" in conflict.json["message"]
    assert api.get("/orders").json["total"] == before


def test_what_is_wrong_with_many_rows_is_told_of_the_first(api: Api) -> None:
    answer = api.call("POST", "/orders/bulk", [{"user_id": 2**40}] * 200)
    assert answer.status == 409
    assert len(answer.json["errors"]) == 50
    assert len(answer.json["message"]) <= 1000


def test_of_lists_at_once_with_one_value_alike_one_is_made_whole(api: Api) -> None:
    together, shared = Barrier(4), api.tag()["label"] + "x"
    before = api.get("/tags").json["total"]

    def make_them(number: int) -> int:
        together.wait(30)
        own = [shared + letter * (number + 1) for letter in "abc"]
        labels = [{"label": label} for label in [*own, shared]]
        return api.call("POST", "/tags/bulk", labels).status

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(make_them, range(4))) == [201, 409, 409, 409]
    assert api.get("/tags").json["total"] == before + 4


def test_a_retry_with_its_key_makes_nothing_more(api: Api) -> None:
    labels = [{"label": api.tag()["label"] + letter} for letter in "ab"]
    first = api.call("POST", "/tags/bulk", labels, Idempotency_Key="a list")
    again = api.call("POST", "/tags/bulk", labels, Idempotency_Key="a list")
    assert (first.status, again.status) == (201, 201)
    assert json.loads(first.body) == json.loads(again.body)
    assert again.headers["Idempotency-Replayed"] == "true"
