"""Which texts mean a route, and which only have its name in them."""

import ast

import pytest

from ant.artifacts.project import render_project
from ant.survey.mentions import find_route_mentions, may_mention_routes
from ant.survey.texts import meaning, texts_in
from corpus.resource_growth import BASE


def told(code: str) -> list[str]:
    node = ast.parse(code, mode="eval").body
    return [found for text in texts_in(node) if (found := meaning(text, "orders"))]


@pytest.mark.parametrize(
    "code",
    [
        '"/orders"', '"/orders/"', '"/orders/5"', 'f"/orders/{id}"', '"/orders?sort=-id"',
        'f"/orders{query}"', 'f"{base}/orders/{id}"', '"http://localhost:5000/orders"',
        '"localhost:5000/orders"', 'f"https://{host}/orders/1"', 'f"http://h:{port}/orders"',
        '"/users/1/orders"', 'f"/users/{id}/orders"', '"/api/v1/orders/<int:id>"',
        '"{}/orders/{}"', '"%s/orders"', '"GET /orders"', '"<a href=\'/orders\'>"',
        'r"^/orders/(?P<id>\\\\d+)$"', '"/orders#top"', '"See /orders."', 'f"//{host}/orders"',
    ],
)  # fmt: skip
def test_a_path_of_a_url_is_a_mention(code: str) -> None:
    assert told(code) == ["'/orders'"]


@pytest.mark.parametrize(
    "text",
    [
        "select * from orders", "SELECT id FROM orders WHERE id = 1", "delete from orders where x",
        "DELETE FROM orders", "insert into orders (id) values (1)", "update orders set total = 1",
        "UPDATE orders SET total = 1", "update orders as o set total = 1", "drop table orders",
        "DROP TABLE IF EXISTS orders", "create table if not exists orders (id int)",
        "truncate table orders", "truncate orders", 'select * from "orders"',
        "select * from public.orders o", 'select * from "public"."orders"', "FROM orders",
        "select *\n  from\n    orders\n", "select 1 from users join orders on true",
        "from orders where id = 1", "join orders o on o.id = 1", "Select 1 From Orders",
        "insert or ignore into orders values (1)", "select count(*) from [orders]",
    ],
)  # fmt: skip
def test_a_table_in_sql_is_a_mention(text: str) -> None:
    assert told(repr(text)) == ["the table 'orders'"]


@pytest.mark.parametrize(
    "code",
    [
        '"orders"', '"all orders"', '"orders/5"', '"/orders_old"', '"/orders-old"', '"/my_orders"',
        '"/reorders"', '"/orders.csv"', '"/srv/orders/1.csv"', 'f"/var/data/{day}/orders"',
        '"./orders"', '"~/orders"', '"../orders/x"', '"users/orders"', '"and/orders"',
        '"</orders>"', '"postgresql://localhost/orders"', 'f"postgresql://{host}/orders"',
        '"postgresql://u:p@localhost:5432/orders"', '"s3://bucket/orders/1"', '"C:/orders"',
        '"file:///orders"', '"/?next=orders"', '"/Orders"', '"Update orders"', '"update orders"',
        '"Mail from orders"', '"delete orders"', '"Delete orders older than a day"',
        '"People join orders"', '"from orders to parcels"', '"a table orders by id"',
        '"select orders"', '"put it into orders"', '"select * from orders_old"', '"orders.id"',
        '"select * from orders-old"', '"select orders_id from parcels"', 'b"/orders"', '5',
    ],
)  # fmt: skip
def test_what_only_looks_like_it_is_none(code: str) -> None:
    assert told(code) == []


def found(text: str, path: str = "scripts/report.py") -> list[tuple[int, str]]:
    tree = {path: text.encode()}
    return [(mention.line, mention.name) for mention in find_route_mentions(tree, {}, ["orders"])]


def test_the_line_is_the_one_with_the_name() -> None:
    text = (
        'SQL = """\nselect *\nfrom\n  orders\n"""\nURL = (\n    f"{BASE}"\n    f"/orders/{id}"\n)\n'
    )
    assert found(text) == [(4, "the table 'orders'"), (8, "'/orders'")]


def test_docstrings_tell_and_mean_nothing() -> None:
    assert found('"""GET /orders."""\n\n\ndef f():\n    """See /orders."""\n') == []


def test_the_parts_of_a_formatted_text_are_not_looked_at_alone() -> None:
    assert found('x = f"/tmp/{day}/orders"\n') == []
    assert found("x = f\"{f('/orders')}\"\n") == [(1, "'/orders'")]


def test_a_rule_below_another_blueprint_is_its_own() -> None:
    rule = '\n\n@{0}.get("/orders")\ndef f():\n    return ""\n'
    head = 'from flask import Blueprint\nx = Blueprint("x", __name__, url_prefix="{}")'
    assert found(head.format("/x") + rule.format("x")) == []
    assert found(head.format("/") + rule.format("x")) == [(4, "'/orders'")]
    assert found(rule.format("app")) == [(3, "'/orders'")]


@pytest.mark.parametrize("name", ["users", "orders", "tags"])
def test_nothing_that_is_generated_mentions_a_route(name: str) -> None:
    old = render_project(BASE)
    left = BASE._replace(routes=tuple(r for r in BASE.routes if r.names.text != name))
    left = left._replace(
        routes=tuple(
            r._replace(fields=tuple(f for f in r.fields if f.to != name)) for r in left.routes
        )
    )
    new = render_project(left)
    code = {path: text for path, text in new.items() if path.endswith(".py")}
    assert find_route_mentions(code, {}, [name]) == []
    edited = {path: text + b"\n# mine\n" for path, text in old.items() if path.endswith(".py")}
    assert find_route_mentions(edited, old, [name]) == []


@pytest.mark.parametrize(
    "text",
    [b'"/orders"', b"'SELECT 1\\n  FROM orders'", b'"select 1 from" \\\n  " public.orders"',
     b'"drop table if exists orders"', b"'update only \"orders\" set x'"],
)  # fmt: skip
def test_a_file_with_a_mention_is_looked_at(text: bytes) -> None:
    assert may_mention_routes(text, ["users", "orders"])


def test_a_file_without_one_is_not() -> None:
    assert not may_mention_routes(b"orders = 'orders'; x = '/orders_old'", ["orders"])
