"""Lists: pages, orders and filters, and the collections below a row."""

from urllib.parse import quote, urlencode

import pytest

from support.api import Api, Json


@pytest.fixture
def owner(api: Api) -> int:
    """A user of whom the test knows all orders."""
    user: int = api.user()["id"]
    return user


def test_pages_cover_all_rows_once(api: Api, owner: int) -> None:
    made = [api.order(user_id=owner)["id"] for _ in range(7)]
    path = f"/users/{owner}/user_orders"
    seen = [api.ids(f"{path}?per_page=3&page={page}") for page in (1, 2, 3, 4)]
    assert seen == [made[:3], made[3:6], made[6:], []]
    body = api.get(f"{path}?per_page=3&page=2").json
    counts = {key: body[key] for key in ("page", "per_page", "total", "pages")}
    assert counts == {"page": 2, "per_page": 3, "total": 7, "pages": 3}
    assert api.get(f"/orders?user_id={owner}").json["per_page"] == 20


def test_rows_are_sorted_by_several_fields(api: Api, owner: int) -> None:
    values = [("b", 1), ("a", 2), ("b", 2), (None, 3)]
    ids = [api.order(user_id=owner, note=note, views=views)["id"] for note, views in values]
    path = f"/orders?user_id={owner}"
    assert api.ids(f"{path}&sort=note,-views") == [ids[1], ids[2], ids[0], ids[3]]
    assert api.ids(f"{path}&sort=-note") == [ids[0], ids[2], ids[1], ids[3]]
    assert api.ids(f"{path}&sort=-id") == ids[::-1]


ROW: dict[str, Json] = {
    "total": "12.50", "status": "paid", "note": "50% of_Ada's \\ ", "weight": 1.5, "views": 5,
    "gift": True, "due": "2024-02-29", "at": "12:30:00", "placed_at": "2024-01-01T00:00:00+00:00",
    "token": "90099062-3d2c-40dc-a1a2-89e0c5a84212", "home": "https://example.com/",
    "labels": ["new", "a,b"], "counts": [7], "keys": ["90099062-3d2c-40dc-a1a2-89e0c5a84212"],
}  # fmt: skip
OTHER: dict[str, Json] = {
    "total": "2.50", "note": "500 ofXada", "weight": -1, "views": -5, "due": "2025-01-01",
    "at": "13:00:00", "placed_at": "2025-01-01T00:00:00+00:00",
}  # fmt: skip
FOUND = [
    ("total", "12.5"), ("total__gt", "2.5"), ("total__gte", "12.50"), ("status", "paid"),
    ("status__ne", "new"), ("status__in", "paid,shipped"), ("views__gt", "0"), ("views", "5"),
    ("weight__gt", "1"), ("gift", "true"), ("gift__ne", "false"), ("due__lt", "2024-12-31"),
    ("at__lte", "12:30"), ("placed_at__lt", "2024-06-01T00:00:00+02:00"),
    ("placed_at", "2024-01-01T05:30:00+05:30"), ("token", ROW["token"]), ("home__isnull", "false"),
    ("note__contains", "%"), ("note__contains", "f_a"), ("note__contains", "ADA'S"),
    ("note__contains", "\\"), ("note__startswith", "50%"), ("note", ROW["note"]),
    ("token__in", ROW["token"]), ("created_at__gte", "2020-01-01T00:00:00Z&views=5"),
    ("labels__contains", "a,b"), ("labels__isnull", "false"), ("counts__contains", "7"),
    ("keys__contains", "90099062-3d2c-40dc-a1a2-89e0c5a84212"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), FOUND, ids=[f"{name}={v}" for name, v in FOUND])
def test_a_filter_finds_what_it_says(api: Api, owner: int, name: str, value: str) -> None:
    wanted = api.order(user_id=owner, **ROW)["id"]
    other = api.order(user_id=owner, **OTHER)["id"]
    query = f"user_id={owner}&{name}={quote(value, safe='&=')}"
    assert api.ids(f"/orders?{query}") == [wanted]
    assert api.ids(f"/orders?user_id={owner}&sort=id") == [wanted, other]


@pytest.mark.parametrize(
    "query",
    ["foo=1", "user=1", "total__foo=1", "total__=1", "__gt=1", "gift__gt=true", "token__gt=x",
     "user_id__gt=1", "extra=1", "extra__isnull=true", "sort=extra", "sort=foo", "sort=",
     "sort=id,", "sort=--id", "page=0", "page=x", "page=1.5", "page=-1", "page=1000000001",
     "page=%D9%A1", "per_page=0", "per_page=101", "total=x", "views__in=1,x", "due=x", "gift=1",
     "total__contains=1", "status__isnull=x", "placed_at=2024-01-01", "views=9223372036854775808",
     "note=%00", "note__contains=a%00", "page=1&page=2", "tags=1", "limit=5", "offset=1",
     "labels=new", "labels__in=new", "sort=labels", "counts__contains=x", "labels__contains=a%00"],
)  # fmt: skip
def test_what_is_no_parameter_is_named(api: Api, owner: int, query: str) -> None:
    name = query.partition("=")[0]
    for path in ("/orders", f"/users/{owner}/user_orders"):
        assert api.faults("GET", f"{path}?{query}") == {name}


def test_all_wrong_parameters_are_named_at_once(api: Api) -> None:
    wrong = {"page": "0", "foo": "1", "total__lt": "x", "sort": "nothing"}
    assert api.faults("GET", f"/orders?{urlencode(wrong)}") == {*wrong}


@pytest.mark.parametrize(
    ("parameter", "there_are"),
    [
        ("labels", "labels__contains, labels__isnull"),
        ("user_id__name", "user_id, user_id__ne, user_id__in, user_id__isnull"),
    ],
)
def test_what_is_no_filter_of_a_field_names_those_that_are(
    api: Api, parameter: str, there_are: str
) -> None:
    answer = api.get(f"/orders?{parameter}=a")
    assert (answer.status, [*answer.json["errors"]]) == (400, [parameter])
    [text] = answer.json["errors"][parameter]
    assert text == f"There is no such filter. There are: {there_are}."


def test_each_reference_has_a_collection_below_the_row_it_leads_to(api: Api, owner: int) -> None:
    seller = api.user()["id"]
    order = api.order(user_id=owner, seller_id=seller)["id"]
    child = api.order(user_id=owner, parent_id=order)["id"]
    assert api.ids(f"/users/{owner}/user_orders") == [order, child]
    assert api.ids(f"/users/{seller}/seller_orders") == [order]
    assert api.ids(f"/orders/{order}/orders") == [child]
    assert api.ids(f"/users/{owner}/user_orders?sort=-id&per_page=1") == [child]
    assert api.get("/users/999999999/user_orders").status == 404


def test_links_of_a_many_to_many_field_come_and_go(api: Api) -> None:
    order, tag, other = api.order()["id"], api.tag()["id"], api.tag()["id"]
    path = f"/orders/{order}/tags"
    for _ in range(2):
        assert api.call("PUT", f"{path}/{tag}").status == 204
    assert api.call("PUT", f"{path}/{other}").status == 204
    assert api.ids(path) == [tag, other]
    assert api.ids(f"{path}?sort=-id&id__ne={tag}") == [other]
    assert api.call("DELETE", f"{path}/{tag}").status == 204
    assert api.call("DELETE", f"{path}/{tag}").status == 404
    assert api.ids(path) == [other]
    for missing in (f"/orders/999999999/tags/{tag}", f"{path}/999999999"):
        assert api.call("PUT", missing).status == 404
    assert api.get("/orders/999999999/tags").status == 404
    assert api.call("DELETE", f"/tags/{other}").status == 204
    assert api.ids(path) == []
