"""Transactions: whole or not there, whatever is called, caught or ended inside them."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Thread
from typing import NoReturn, assert_type

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Executable, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

from helper.DBSession import myDB
from models.Default_model import Default
from startup.Alchemy import db_session, engine

INSERT = text("""INSERT INTO "default" (model) VALUES ('text')""")
WITH_INSERT = text(
    """WITH new AS (SELECT 'text' AS model) INSERT INTO "default" (model) SELECT model FROM new"""
)


def stored() -> list[str]:
    """What another session sees, that is: what was committed."""
    db_session.remove()
    with engine.connect() as connection:
        return list(connection.scalars(select(Default.model).order_by(Default.id)))


def add_by_another_session(model: str) -> None:
    """Commit a row on a connection of its own, which does not wait for a lock."""
    with engine.connect() as connection:
        connection.detach()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        connection.execute(insert(Default).values(model=model))
        connection.commit()


def add_two_and_fail() -> NoReturn:
    with myDB.transaction():
        myDB.add(Default(model="inner"))
        with myDB.connection(writes=True) as connection:
            connection.execute(insert(Default).values(model="inner"))
        raise ZeroDivisionError


def insert_nothing() -> None:
    with myDB.connection(writes=True) as connection:
        connection.execute(insert(Default).values(model=None))


@pytest.mark.parametrize(
    "fail",
    [
        lambda: myDB.add(Default()),
        lambda: myDB.add_all([Default(model="b"), Default()]),
        lambda: myDB.execute_commit(insert(Default).values(model=None)),
        insert_nothing,
        add_two_and_fail,
    ],
    ids=["add", "add_all", "execute_commit", "connection", "block"],
)
def test_a_transaction_goes_on_after_an_error_that_it_caught(fail: Callable[[], object]) -> None:
    with myDB.transaction():
        myDB.add(Default(model="before"))
        with pytest.raises((IntegrityError, ZeroDivisionError)):
            fail()
        myDB.add(Default(model="after"))
    assert stored() == ["before", "after"]


def test_a_statement_that_fails_ends_the_block_around_it_alone() -> None:
    with myDB.transaction():
        myDB.add(Default(model="before"))
        with pytest.raises(InvalidRequestError), myDB.transaction():
            with pytest.raises(DBAPIError):
                myDB.execute(text("SELECT no_such_column"))
            with pytest.raises(InvalidRequestError), myDB.connection():
                pass
            myDB.add(Default(model="inner"))
        myDB.add(Default(model="after"))
    assert stored() == ["before", "after"]


@pytest.mark.parametrize("end", [db_session.rollback, db_session.commit, db_session.remove])
def test_a_transaction_that_was_ended_inside_is_an_error(end: Callable[[], None]) -> None:
    with pytest.raises(InvalidRequestError), myDB.transaction():
        myDB.add(Default(model="a"))
        end()
    assert not myDB.in_transaction()


def test_a_transaction_that_is_over_takes_no_more_writes() -> None:
    with pytest.raises(InvalidRequestError), myDB.transaction() as session:
        session.rollback()
        with myDB.connection(writes=True) as connection:
            connection.execute(insert(Default).values(model="a"))
    assert stored() == []


def test_statements_with_and_without_the_orm_see_the_same_rows() -> None:
    with myDB.transaction() as session:
        row = Default(model="new")
        session.add(row)
        with myDB.connection(writes=True) as connection:
            connection.execute(update(Default).values(model="changed"))
        assert row.model == "changed"
        with pytest.raises(ZeroDivisionError), myDB.transaction():
            with myDB.connection(writes=True) as connection:
                connection.execute(update(Default).values(model="rolled back"))
            assert row.model == "rolled back"
            raise ZeroDivisionError
        assert row.model == "changed"
        row.model = "changed again"
        with myDB.connection() as connection:
            assert connection.scalar(select(Default.model)) == "changed again"
    assert stored() == ["changed again"]


def test_what_was_written_without_a_commit_is_seen_and_committed_by_what_follows() -> None:
    myDB.execute(insert(Default).values(model="a"))
    with myDB.connection() as connection:
        assert connection.scalars(select(Default.model)).all() == ["a"]
    with myDB.connection(writes=True) as connection:
        connection.execute(insert(Default).values(model="b"))
    assert stored() == ["a", "b"]


def test_a_plain_statement_that_fails_never_commits_half() -> None:
    """SQLite goes on after it; PostgreSQL would roll all back and report a commit."""
    goes_on = engine.dialect.name == "sqlite"
    end: AbstractContextManager[object] = pytest.raises(InvalidRequestError)
    with nullcontext() if goes_on else end, myDB.transaction() as session:
        myDB.add(Default(model="a"))
        with pytest.raises(DBAPIError):
            session.execute(text("SELECT no_such_column"))
    assert stored() == (["a"] if goes_on else [])


@pytest.mark.parametrize("in_context", [True, False])
def test_a_transaction_outlives_what_is_called_in_it(
    app: Flask, user_client: FlaskClient, in_context: bool
) -> None:
    def add() -> str:
        myDB.add(Default(model="called"))
        return ""

    def fail() -> NoReturn:
        add_two_and_fail()

    app.add_url_rule("/-/add", view_func=add)
    app.add_url_rule("/-/fail", view_func=fail)
    app.cli.command("add")(add)
    outside: AbstractContextManager[object] = app.app_context() if in_context else nullcontext()
    with outside, myDB.transaction():
        myDB.add(Default(model="before"))
        with app.app_context():
            myDB.add(Default(model="context"))
        assert user_client.get("/-/add").status_code == 200
        assert user_client.get("/-/fail").status_code == 500
        assert app.test_cli_runner().invoke(args=["add"]).exit_code == 0
        myDB.add(Default(model="after"))
    assert stored() == ["before", "context", "called", "called", "after"]


def test_a_transaction_that_its_request_left_open_is_rolled_back(
    app: Flask, user_client: FlaskClient
) -> None:
    left_open: list[AbstractContextManager[Session]] = []

    def begin() -> str:
        left_open.append(myDB.transaction())
        left_open[0].__enter__()
        myDB.add(Default(model="lost"))
        return ""

    app.add_url_rule("/-/begin", view_func=begin)
    assert user_client.get("/-/begin").status_code == 200
    assert not myDB.in_transaction()
    with pytest.raises(InvalidRequestError):
        left_open[0].__exit__(None, None, None)
    assert stored() == []


def test_a_thread_has_a_transaction_of_its_own() -> None:
    seen: list[bool] = []
    with myDB.transaction():
        thread = Thread(target=lambda: seen.append(myDB.in_transaction()))
        thread.start()
        thread.join()
        assert (seen, myDB.in_transaction()) == ([False], True)


def test_rows_of_several_columns_are_typed() -> None:
    myDB.add(Default(model="a"))
    for row, id in myDB.execute(select(Default, Default.id)):
        assert_type(row, Default)
        assert assert_type(id, int) == row.id


@pytest.mark.parametrize(
    "statement",
    [
        text("SELECT 1"),
        text("/* why */ -- this\n  select 1"),
        text("WITH one AS (SELECT 1) SELECT replace('a', 'a', 'b') FROM one"),
        text("VALUES (1)"),
        text("EXPLAIN SELECT 1"),
        select(Default),
        func.now(),
    ],
    ids=str,
)
def test_what_reads_keeps_nobody_from_writing(statement: Executable) -> None:
    myDB.execute(statement)
    add_by_another_session("a")
    assert stored() == ["a"]


@pytest.mark.parametrize("statement", [INSERT, WITH_INSERT, insert(Default).values(model="text")])
def test_who_has_read_can_write_after_others_have(statement: Executable) -> None:
    assert myDB.execute(select(Default)).all() == []
    add_by_another_session("a")
    myDB.execute_commit(statement)
    assert len(myDB.execute(select(Default)).all()) == 2
    add_by_another_session("b")
    myDB.execute(statement)
    myDB.add(Default(model="c"))
    assert stored() == ["a", "text", "b", "text", "c"]
