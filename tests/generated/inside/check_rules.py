"""What no schema has looked at meets the rules of the tables: a 400 names the field."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202

import datetime as dt
from decimal import Decimal

import pytest
from factories.factory import factory_of
from flask import Flask, jsonify
from services.orders_service import myOrdersService
from services.tags_service import myTagsService
from services.users_service import myUsersService
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from startup.Alchemy import Base, db_session
from startup.error_handlers import register_error_handlers
from startup.request_hooks import register_request_hooks

PATCHES = {
    "users": myUsersService.patch_users,
    "orders": myOrdersService.patch_orders,
    "tags": myTagsService.patch_tags,
}
BROKEN = [
    ("users", "age", -1),
    ("users", "age", 151),
    ("users", "name", "   "),
    ("users", "name", "A"),
    ("users", "name", "A" * 121),
    ("orders", "status", "nonsense"),
    ("orders", "total", Decimal("-0.01")),
    ("orders", "precise", Decimal("0.4999")),
    ("orders", "precise", Decimal("12345678901234.5679")),
    ("orders", "weight", 0.49),
    ("orders", "on", dt.date(2019, 12, 31)),
    ("orders", "on", dt.date(2030, 1, 2)),
    ("orders", "note", ""),
    ("orders", "note", "a" * 2001),
    ("tags", "kind", "c"),
]
RIGHT = [
    ("users", "age", 0),
    ("users", "age", 150),
    ("users", "age", None),
    ("users", "name", "A" * 120),
    ("orders", "status", "paid"),
    ("orders", "total", Decimal("0.00")),
    ("orders", "precise", Decimal("0.5")),
    ("orders", "precise", Decimal("12345678901234.5678")),
    ("orders", "weight", 0.5),
    ("orders", "on", dt.date(2020, 1, 1)),
    ("orders", "on", dt.date(2030, 1, 1)),
    ("orders", "note", None),
    ("orders", "note", "\u00e4" * 2000),
]


@pytest.fixture
def change(app):
    """What changes a row in a request that no schema looks at, by a service or by SQL."""
    own = Flask(__name__)
    register_request_hooks(own)
    register_error_handlers(own)
    value = {}

    @own.post("/by_service/<table>/<int:id>")
    def by_service(table, id):
        PATCHES[table](id, value)
        return jsonify(done=True)

    @own.post("/by_sql/<table>/<int:id>")
    def by_sql(table, id):
        found = Base.metadata.tables[table]
        db_session.execute(found.update().where(found.c.id == id).values(**value))
        db_session.commit()
        return jsonify(done=True)

    def change(way, table, column, new):
        value.clear()
        value[column] = new
        return own.test_client().post(f"/{way}/{table}/{factory_of(table).new_id()}")

    return change


@pytest.mark.parametrize("way", ["by_service", "by_sql"])
@pytest.mark.parametrize(("table", "column", "value"), BROKEN)
def check_a_value_that_breaks_a_rule_is_refused(change, way, table, column, value):
    answer = change(way, table, column, value)
    # PostgreSQL refuses what is too long for a column before it looks at the rules.
    if answer.json["message"] != "A value is too large, or cannot be stored.":
        assert answer.json["errors"] == {column: ["This value is not allowed."]}
    assert answer.status_code == 400


@pytest.mark.parametrize(("table", "column", "value"), RIGHT)
def check_a_value_at_a_limit_is_stored(change, table, column, value):
    for way in ("by_service", "by_sql"):
        assert change(way, table, column, value).status_code == 200


def check_an_address_in_upper_case_is_stored_by_no_sql(change):
    table, value = Base.metadata.tables["users"], "Ada@Example.com"
    id = factory_of("users").new_id()
    statement = text("UPDATE users SET email = :email WHERE id = :id")
    with pytest.raises(IntegrityError):
        db_session.execute(statement, {"email": value, "id": id})
    db_session.rollback()
    myUsersService.patch_users(id, {"email": value})
    found = db_session.execute(table.select().where(table.c.email == value.upper())).one()
    assert (found.id, found.email) == (id, value.lower())


@pytest.mark.parametrize("operator", ["", "__ne", "__in"])
@pytest.mark.parametrize("value", ["nonsense", "", " "])
def check_a_filter_by_what_no_row_can_hold_is_refused(app, operator, value):
    answer = app.test_client().get("/orders", query_string={f"status{operator}": value})
    assert (answer.status_code, [*answer.json["errors"]]) == (400, [f"status{operator}"])
    if value.strip():
        assert "Must be one of: new, paid, shipped." in answer.json["message"]


@pytest.mark.parametrize("operator", ["contains", "startswith", "gt", "lte"])
def check_a_text_that_is_only_compared_need_be_no_value(app, operator):
    query = {f"status__{operator}": "pai"}
    assert app.test_client().get("/orders", query_string=query).status_code == 200
