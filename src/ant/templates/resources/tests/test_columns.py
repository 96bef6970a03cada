"""The types of columns: both databases give back what they were given."""

import datetime as dt

import pytest
from sqlalchemy import Column, Executable, MetaData, Table, select
from sqlalchemy.exc import StatementError
from sqlalchemy.types import TypeEngine

from helper.columns import DOCUMENT, KEY, MOMENT, utc_now, utc_time, utc_today
from startup.Alchemy import engine

INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (KEY, 2**40),
        (MOMENT, dt.datetime(2024, 2, 29, 1, 30, 0, 1, INDIA)),
        (DOCUMENT, {"b": [1.5, None], "a": "ä"}),
        (DOCUMENT, None),
    ],
)
def test_a_column_gives_back_what_it_was_given(
    database: None, kind: TypeEngine[object], value: object
) -> None:
    table = Table(
        "test_kept", MetaData(), Column("id", KEY, primary_key=True), Column("value", kind)
    )
    with engine.connect() as connection:  # without a commit: the table vanishes at its end
        table.create(connection)
        connection.execute(table.insert().values(value=value))
        assert connection.execute(select(table)).one() == (1, value)
        empty = connection.execute(select(table).where(table.c.value.is_(None))).all()
        assert len(empty) == (value is None)


@pytest.mark.parametrize("how", ["stored", "compared"])
def test_a_moment_without_a_time_zone_is_refused(database: None, how: str) -> None:
    table = Table("test_refused", MetaData(), Column("value", MOMENT))
    naive = dt.datetime(2024, 2, 29, 1, 30)
    statement: Executable = table.insert().values(value=naive)
    if how == "compared":
        statement = select(table).where(table.c.value > naive)
    with engine.connect() as connection:
        table.create(connection)
        with pytest.raises(StatementError, match="2024-02-29 01:30:00 has no time zone"):
            connection.execute(statement)


def test_now_is_told_in_utc() -> None:
    before, moment, time, day = dt.datetime.now(dt.UTC), utc_now(), utc_time(), utc_today()
    after = dt.datetime.now(dt.UTC)
    assert before <= moment <= after
    assert moment.utcoffset() == dt.timedelta()
    assert day in {before.date(), after.date()}
    if before.date() == after.date():
        assert before.time() <= time <= after.time()
