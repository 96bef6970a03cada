"""Several clients at once: nobody loses work, and what must be unique is."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from support.api import Api
from support.server import Answer


def test_a_row_changes_only_in_the_version_that_was_read(api: Api) -> None:
    row = api.order(note="first")
    path = f"/orders/{row['id']}"
    tag = api.get(path).headers["ETag"]
    done = api.call("PATCH", path, {"note": "second"}, If_Match=tag)
    assert done.status == 200 and done.headers["ETag"] != tag
    body = {"user_id": row["user_id"]}
    for late in (
        api.call("PATCH", path, {"note": "third"}, If_Match=tag),
        api.call("PUT", path, body, If_Match=f'"x", {tag}'),
        api.call("DELETE", path, If_Match=tag),
        api.call("DELETE", path, If_Match=f"W/{done.headers['ETag']}"),
        api.call("DELETE", path, If_Match=""),
        api.call("PATCH", path, {"note": "third"}, If_Match=" , "),
    ):
        assert late.status == 412 and isinstance(late.json["message"], str)
    assert api.get(path).json["note"] == "second"
    assert api.call("PUT", path, body, If_Match="*").status == 200
    fresh = api.get(path).headers["ETag"]
    assert api.call("DELETE", path, If_Match=f'"x", {fresh}').status == 204
    assert api.call("PATCH", path, {"note": "x"}, If_Match=fresh).status == 404


def test_a_client_that_has_the_row_is_told_so(api: Api) -> None:
    path = f"/orders/{api.order()['id']}"
    tag = api.get(path).headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}'):
        answer = api.get(path, If_None_Match=known)
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, b"", tag)
    assert api.get(path, If_None_Match='"x"').status == 200


def statuses(api: Api, answers: list[Answer]) -> Counter[int]:
    """How often each status was answered; the log when one is a fault of the server."""
    counted = Counter(answer.status for answer in answers)
    assert not any(status >= 500 for status in counted), (counted, api.server.log[-3000:])
    return counted


def test_of_editors_that_read_the_same_version_one_wins(api: Api) -> None:
    path = f"/orders/{api.order()['id']}"
    tag = api.get(path).headers["ETag"]

    def edit(number: int) -> Answer:
        return api.call("PATCH", path, {"note": str(number)}, If_Match=tag)

    with ThreadPoolExecutor(20) as pool:
        assert statuses(api, list(pool.map(edit, range(40)))) == {200: 1, 412: 39}


def test_of_200_rows_that_collide_one_is_made(api: Api) -> None:
    def make(number: int) -> Answer:
        return api.call("POST", "/tags", {"label": "thesame"})

    with ThreadPoolExecutor(40) as pool:
        assert statuses(api, list(pool.map(make, range(200)))) == {201: 1, 409: 199}
    assert api.get("/tags?label=thesame").json["total"] == 1


def test_a_row_is_not_deleted_under_one_that_comes_to_refer_to_it(api: Api) -> None:
    owner = api.user()["id"]
    sellers = [api.user()["id"] for _ in range(20)]

    def refer(seller: int) -> Answer:
        return api.call("POST", "/orders", {"user_id": owner, "seller_id": seller})

    def delete(seller: int) -> Answer:
        return api.call("DELETE", f"/users/{seller}")

    with ThreadPoolExecutor(20) as pool:
        referring = [pool.submit(refer, seller) for seller in sellers]
        deleting = [pool.submit(delete, seller) for seller in sellers]
    referred = [future.result() for future in referring]
    deleted = [future.result() for future in deleting]
    assert {*statuses(api, referred)} <= {201, 409}
    assert {*statuses(api, deleted)} <= {204, 409}
    for seller, made, removed in zip(sellers, referred, deleted, strict=True):
        assert (made.status == 201) != (removed.status == 204)
        assert api.get(f"/users/{seller}").status == (404 if removed.status == 204 else 200)


def test_many_writers_all_get_their_row(api: Api) -> None:
    owner = api.user()["id"]
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: api.order(user_id=owner)["id"], range(60)))
    assert len({*made}) == 60
    assert api.get(f"/users/{owner}/user_orders?per_page=1").json["total"] == 60
