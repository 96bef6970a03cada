"""What a resource refuses: each fault of a body, and other rows in the way."""

import pytest

from support.api import Api, Json

FAULTS: list[tuple[str, list[Json]]] = [
    ("user_id", [None, "1", 1.5, True, 2**63, [1]]),
    ("total", ["x", "", "1.999", 1.999, "100000000", -1, True, [], "1e3", " 1", "\u0661", 1e300]),
    ("status", ["NEW", "", 1, ["new"]]),
    ("note", [1, "a\0b", [], {}, "", " \t\n"]),
    ("placed_at", ["2024-01-01", "2024-01-01T00:00:00", "x", 1, "0001-01-01T00:00:00+14:00"]),
    ("due", ["2019-12-31", "2023-02-29", "x", 20240101, ""]),
    ("at", ["25:00", "x", 1, "12:00:00+02:00"]),
    ("weight", ["1", True, []]),
    ("rank", [2**15, -(2**15) - 1]),
    ("views", [2**63, -(2**63) - 1, 1.5, "1", True]),
    ("gift", ["true", 1, 0, "yes"]),
    ("token", ["x", 1, "90099062", "{90099062-3d2c-40dc-a1a2-89e0c5a84212}"]),
    ("extra", ["\0", {"a\0": 1}, [["b\0"]], 2**64, [{"a": -(2**63) - 1}]]),
    ("labels", ["a", {"a": 1}, [1], [None], [""], ["a" * 256], ["a\0"], [["a"]]]),
    ("counts", [None, [1.5], ["1"], [2**31], 1]),
    ("keys", [["x"], [1], "90099062-3d2c-40dc-a1a2-89e0c5a84212"]),
    ("home", ["example.com", "x", 1, "https://example.com/" + "a" * 2048]),
    ("parent_id", ["1", 2**63]),
    ("tags", ["x", ["a"], [None], [1.5], {"a": 1}, 1]),
    ("unknown", [1, None]),
]
USER = {"name": "Ada", "email": "ada@example.com"}
USER_FAULTS: list[tuple[str, list[Json]]] = [
    ("name", ["", "   ", "\u00a0", "a" * 121, None, 1, "\0"]),
    ("email", ["x", "a@b", "a" * 250 + "@x.org", None, 1, "a\0@x.org"]),
    ("age", [-1, 151, 2**31, "5", 1.5, 1e300]),
]


@pytest.mark.parametrize(("key", "values"), FAULTS, ids=[key for key, _ in FAULTS])
def test_a_fault_of_an_order_is_named(api: Api, key: str, values: list[Json]) -> None:
    order = api.order()
    for value in values:
        body = {"user_id": order["user_id"], key: value}
        for method, path in (("POST", "/orders"), ("PUT", f"/orders/{order['id']}")):
            assert api.faults(method, path, body) == {key}, value
        assert api.faults("PATCH", f"/orders/{order['id']}", {key: value}) == {key}, value


@pytest.mark.parametrize(("key", "values"), USER_FAULTS, ids=[key for key, _ in USER_FAULTS])
def test_a_fault_of_a_user_is_named(api: Api, key: str, values: list[Json]) -> None:
    for value in values:
        assert api.faults("POST", "/users", {**USER, key: value}) == {key}, value


def test_all_faults_are_named_at_once(api: Api) -> None:
    body = {"password": "short", "notes": "\0", "level": 2, "zzz": 1}
    assert api.faults("POST", "/accounts", body) == {*body, "login"}


@pytest.mark.parametrize("password", ["short", "a" * 129, None, 12345678])
def test_a_password_has_a_length(api: Api, password: Json) -> None:
    assert api.faults("POST", "/accounts", {"login": "x", "password": password}) == {"password"}


@pytest.mark.parametrize("pattern", ["ABC", "a1", "", "a-b", "ä", "a\n"])
def test_a_text_must_match_its_pattern(api: Api, pattern: str) -> None:
    assert api.faults("POST", "/tags", {"label": pattern}) == {"label"}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff", b'{"name": NaN}', b'{"name": 1e999}', b'{"a":"\\ud800"}', b"[" * 100_000,
     b'{"extra":' + b"[" * 900 + b"]" * 900 + b"}", b"[]", b"null", b"1", b'"x"', b"[{}]"],
)  # fmt: skip
def test_a_body_that_is_no_object_is_refused(api: Api, content: bytes) -> None:
    for path in ("/users", "/orders"):
        answer = api.server.request("POST", path, content, {"Content-Type": "application/json"})
        assert (answer.status, answer.headers.get_content_type()) == (400, "application/json")
        assert isinstance(answer.json["message"], str)


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_a_body_of_another_kind_is_a_415(api: Api, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    for method, path in (("POST", "/users"), ("PUT", "/users/1"), ("PATCH", "/users/1")):
        answer = api.server.request(method, path, b"{}", headers)
        assert (answer.status, answer.headers.get_content_type()) == (415, "application/json")


def test_a_body_over_the_limit_is_a_413(api: Api) -> None:
    assert api.call("POST", "/users", {**USER, "name": "a" * 2**20}).status == 413


def test_other_methods_are_a_405_that_names_the_right_ones(api: Api) -> None:
    answer = api.call("DELETE", "/users")
    assert answer.status == 405
    assert {*answer.headers["Allow"].split(", ")} == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_value_that_must_be_unique_is_a_conflict(api: Api) -> None:
    first, second = api.user(), api.user()
    body = {**USER, "email": first["email"]}
    assert api.faults("POST", "/users", body, 409) == {"email"}
    assert api.faults("PUT", f"/users/{second['id']}", body, 409) == {"email"}
    patch = {"email": first["email"]}
    assert api.faults("PATCH", f"/users/{second['id']}", patch, 409) == {"email"}
    assert api.call("PATCH", f"/users/{first['id']}", patch).status == 200


def test_an_address_is_the_same_one_in_upper_case(api: Api) -> None:
    user = api.user()
    shown = api.made("/users", name="Ada", email="Ada.Lovelace@Example.com")
    assert shown["email"] == "ada.lovelace@example.com"
    assert api.faults("POST", "/users", {**USER, "email": user["email"].upper()}, 409) == {"email"}
    assert api.ids(f"/users?email={user['email'].upper()}") == [user["id"]]
    assert api.ids(f"/users?email__in={user['email'].upper()},x@y.zz") == [user["id"]]


def test_a_reference_to_no_row_is_a_conflict(api: Api) -> None:
    order = api.order()
    for method, path in (("POST", "/orders"), ("PUT", f"/orders/{order['id']}")):
        body = {"user_id": order["user_id"], "parent_id": 10**9}
        assert api.faults(method, path, body, 409) == {"parent_id"}
    assert api.faults("PATCH", f"/orders/{order['id']}", {"user_id": 10**9}, 409) == {"user_id"}


def test_what_happens_to_rows_that_refer_to_a_deleted_one_is_as_specified(api: Api) -> None:
    seller = api.user()
    order = api.order(seller_id=seller["id"])
    child = api.order(parent_id=order["id"])
    refusal = api.call("DELETE", f"/users/{seller['id']}")
    assert refusal.status == 409 and "orders" in refusal.json["message"]
    assert api.call("DELETE", f"/users/{order['user_id']}").status == 204
    assert api.get(f"/orders/{order['id']}").status == 404
    assert api.get(f"/orders/{child['id']}").json["parent_id"] is None
    assert api.call("DELETE", f"/users/{seller['id']}").status == 204


def test_a_refusal_names_the_table_whose_rows_stay_not_one_whose_rows_would_go(api: Api) -> None:
    user = api.user()
    cart = api.made("/carts", user_id=user["id"])
    api.order(user_id=user["id"])
    line = api.made("/lines", cart_id=cart["id"])
    refusal = api.call("DELETE", f"/users/{user['id']}")
    assert (refusal.status, refusal.json["message"]) == (
        409, "Rows of lines still refer to this one.",
    )  # fmt: skip
    assert api.call("DELETE", f"/lines/{line['id']}").status == 204
    assert api.call("DELETE", f"/users/{user['id']}").status == 204
    assert api.get(f"/carts/{cart['id']}").status == 404


def test_an_id_is_never_given_out_again(api: Api) -> None:
    first = api.tag()
    assert api.call("DELETE", f"/tags/{first['id']}").status == 204
    assert api.tag()["id"] > first["id"]


def test_what_must_not_be_there_is_not_replaced(api: Api) -> None:
    user = api.user()
    for method in ("PUT", "PATCH", "DELETE"):
        body = {"name": "Eve", "email": user["email"]}
        answer = api.call(method, f"/users/{user['id']}", body, If_None_Match="*")
        assert answer.status == 412, method
        assert api.call(method, f"/users/{10**9}", body, If_None_Match="*").status == 404
    assert api.get(f"/users/{user['id']}").json == user
    body = {"name": "Eve", "email": user["email"]}
    assert api.call("PUT", f"/users/{user['id']}", body, If_None_Match='"other"').status == 200
