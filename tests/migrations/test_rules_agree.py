"""The two spellings of the rules of conversion, in Python and in SQL, say the same of any value."""

import datetime as dt
import struct
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.rendering.migrations.row_counts import load_rules
from support.postgres import PostgresServer

RULES = load_rules()
TEXT = RULES.Kind("text")
KINDS = {
    "smallint": RULES.Kind("whole", 16), "integer": RULES.Kind("whole", 32),
    "bigint": RULES.Kind("whole", 64),
    "float8": RULES.Kind("float"), "numeric(12, 2)": RULES.Kind("exact", 12, 2),
    "numeric(5, 5)": RULES.Kind("exact", 5, 5), "boolean": RULES.Kind("boolean"),
    "date": RULES.Kind("date"), "time": RULES.Kind("time"), "timestamptz": RULES.Kind("moment"),
    "uuid": RULES.Kind("uuid"), "varchar(8)": RULES.Kind("text", 8),
}  # fmt: skip
NOTHING = object()

LETTERS = "0123456789+-.eE:TZabf \n\u0663"
texts = st.one_of(
    st.text(LETTERS, max_size=12),
    *(st.from_regex(pattern, fullmatch=True) for pattern in (
        RULES.WHOLE, RULES.FLOAT, RULES.DATE, RULES.TIME, RULES.MOMENT, RULES.UUID_TEXT,
    )),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 9999), st.integers(0, 13),
              st.integers(0, 32)),
    st.integers(-(2**64), 2**64).map(str), st.floats().map(repr),
    st.sampled_from(["true", "false", "t", "1", ""]),
)  # fmt: skip
floats = st.floats(allow_nan=False, allow_infinity=False)
decimals = st.decimals(-(10**10) + 1, 10**10 - 1, places=2)
VALUES = {
    "smallint": st.integers(-(2**15), 2**15 - 1),
    "integer": st.integers(-(2**31), 2**31 - 1), "bigint": st.integers(-(2**63), 2**63 - 1),
    "float8": floats | st.integers(-(2**70), 2**70).map(float) | decimals.map(float),
    "numeric(12, 2)": decimals, "boolean": st.booleans(), "date": st.dates(), "time": st.times(),
    "timestamptz": st.datetimes(timezones=st.just(dt.UTC))
    | st.dates().map(lambda day: dt.datetime.combine(day, dt.time(), dt.UTC)),
}  # fmt: skip
NUMBERS = ("smallint", "integer", "bigint", "float8", "numeric(12, 2)", "boolean")
PAIRS = [
    *(("text", new) for new in KINDS), *((old, "text") for old in VALUES),
    *((old, new) for old in NUMBERS for new in (*NUMBERS, "numeric(5, 5)") if new != old),
    ("date", "timestamptz"), ("timestamptz", "date"), ("bigint", "varchar(8)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> Iterator[psycopg.Connection]:
    with postgres.connect("postgres") as connection:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET DateStyle = 'ISO, DMY'")
        yield connection


def in_python(value: Any, old: Any, new: Any) -> Any:
    try:
        return RULES.converted(value, old, new)
    except (ValueError, ArithmeticError):
        return NOTHING


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_python_and_postgresql_agree(database: psycopg.Connection, old: str, new: str) -> None:
    kinds = KINDS.get(old, TEXT), KINDS.get(new, TEXT)
    value, fits = RULES.sql("held", *kinds)
    query = (
        (
            f"SELECT CASE WHEN {fits or 'true'} THEN {value} END, {fits or 'true'}"
            f" FROM unnest(%s::{old.partition('(')[0]}[]) WITH ORDINALITY AS given(held, place)"
            " ORDER BY place"
        )
        .replace("%s", "\0")
        .replace("%", "%%")
        .replace("\0", "%s")
    )

    @settings(max_examples=25)
    @given(st.lists(VALUES.get(old, texts), min_size=1, max_size=100))
    def check(values: list[Any]) -> None:
        wanted = [in_python(value, *kinds) for value in values]
        found = database.execute(query.encode(), [values]).fetchall()
        for given_value, row, becomes in zip(values, found, wanted, strict=True):
            assert row[1] == (becomes is not NOTHING), given_value
            if becomes is not NOTHING:
                assert same(row[0], becomes), given_value

    check()


def same(one: Any, other: Any) -> bool:
    """Whether two values are alike to the last bit."""
    if isinstance(one, float):
        return isinstance(other, float) and struct.pack("d", one) == struct.pack("d", other)
    if isinstance(one, Decimal):
        return str(one) == str(other)
    return type(one) is type(other) and bool(one == other)
