"""The questions how many rows a change is about, asked of both forms of SQLite's decimals."""

import sqlite3
from contextlib import closing

import pytest

from ant.core.planning.plan import Rows, ValueType
from ant.rendering.migrations.row_counts import query_of
from ant.rendering.tables.checks import COLUMN

DECIMAL = ValueType("decimal", 10, 2)


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("BIGINT", [30, 50, 1000, 1001, None]),  # in units of the last digit, as 0.2.0 held them
        ('"DECIMAL_TEXT(10, 2)"', ["0.30", "0.50", "10.00", "10.01", None]),
    ],
)
def test_decimals_that_break_a_rule_are_counted_in_either_form(
    column: str, values: list[object]
) -> None:
    rows = Rows("broken", "a", "x", DECIMAL, values=(f"{COLUMN} BETWEEN 0.5 AND 10",))
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE a (x {column})")
        database.executemany("INSERT INTO a VALUES (?)", [(value,) for value in values])
        assert database.execute(query_of(rows).sqlite).fetchone() == (2,)


def test_a_limit_of_more_digits_than_a_float_keeps_is_asked_of_postgresql_alone() -> None:
    rule = f"{COLUMN} <= '12345678901234567.89'"
    query = query_of(Rows("broken", "a", "x", ValueType("decimal", 20, 2), values=(rule,)))
    assert query.sqlite == ""
    assert query.postgresql == f"""SELECT count(*) FROM "a" WHERE NOT ("x"{rule.lstrip(COLUMN)})"""
