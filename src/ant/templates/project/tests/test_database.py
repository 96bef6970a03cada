"""The session, its transactions, and how the application finds its database."""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import URL, Column, ForeignKey, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError

from helper.DBSession import myDB
from models.Default_model import Default
from repositories.default_repository import myDefaultRepository
from startup.Alchemy import db_session, engine, init_db
from startup.database_engine import create_database_engine, database_url, in_transactions
from startup.Environment import myEnvironment
from startup.limited_connection import LimitedConnection
from startup.migrations import changing_tables


def stored() -> list[str]:
    """What another session sees, that is: what was committed."""
    db_session.remove()
    with engine.connect() as connection:
        return list(connection.scalars(select(Default.model).order_by(Default.id)))


def test_every_method_that_writes_commits() -> None:
    first, second = Default(model="a"), Default(model="b")
    myDB.add(first)
    assert stored() == ["a"]
    myDefaultRepository.add_all([second, Default(model="c")])
    assert stored() == ["a", "b", "c"]
    myDB.delete(second)
    assert stored() == ["a", "c"]
    myDB.execute_commit(insert(Default).values(model="d"))
    assert stored() == ["a", "c", "d"]


def test_execute_leaves_the_commit_to_its_caller() -> None:
    myDB.execute(insert(Default).values(model="a"))
    assert stored() == []


@pytest.mark.parametrize(
    "fail",
    [
        lambda: myDB.add(Default()),
        lambda: myDB.add_all([Default(model="b"), Default()]),
        lambda: myDB.delete(Default(model="never added")),
        lambda: myDB.execute(insert(Default).values(model=None)),
        lambda: myDB.execute_commit(insert(Default).values(model=None)),
    ],
    ids=["add", "add_all", "delete", "execute", "execute_commit"],
)
def test_an_error_is_rolled_back_and_raised_again(fail: Callable[[], object]) -> None:
    myDB.execute(insert(Default).values(model="not committed"))
    with pytest.raises((IntegrityError, InvalidRequestError)):
        fail()
    myDB.add(Default(model="afterwards"))
    assert stored() == ["afterwards"]


def test_a_transaction_commits_as_a_whole() -> None:
    with myDB.transaction():
        myDefaultRepository.add_default("a")
        with myDB.transaction():
            myDefaultRepository.add_default("b")
        myDB.execute(insert(Default).values(model="c"))
    assert stored() == ["a", "b", "c"]


def test_an_error_in_a_transaction_undoes_all_of_it() -> None:
    with pytest.raises(ZeroDivisionError), myDB.transaction():
        myDefaultRepository.add_default("a")
        raise ZeroDivisionError
    myDB.add(Default(model="afterwards"))
    assert stored() == ["afterwards"]


def test_a_request_gives_its_session_back(app: Flask, user_client: FlaskClient) -> None:
    app.add_url_rule("/-/rows", "rows", lambda: str(myDefaultRepository.get_by_id(1)))
    assert user_client.get("/-/rows").text == "None"
    assert not db_session.registry.has()


def test_an_error_of_the_database_quotes_no_row() -> None:
    myDB.add(Default(id=77318, model="a"))
    with pytest.raises(IntegrityError) as error:
        myDB.execute(insert(Default).values(id=77318, model="b"))
    assert "77318" not in f"{error.value} {error.value.orig}"


def test_foreign_keys_are_enforced() -> None:
    tables = MetaData()
    Table("parent", tables, Column("id", Integer, primary_key=True))
    child = Table("child", tables, Column("parent_id", ForeignKey("parent.id")))
    with engine.connect() as connection:  # without a commit: the tables vanish at its end
        tables.create_all(connection)
        with pytest.raises(IntegrityError):
            connection.execute(child.insert().values(parent_id=1))


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "new/folder/app.db"
    other = in_transactions(create_database_engine(URL.create("sqlite", database=str(file))))
    with changing_tables(other) as connection:
        connection.execute(text("CREATE TABLE one (id INTEGER)"))
    other.dispose()
    assert file.exists()


def test_a_server_that_has_not_answered_is_left_alone_for_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(LimitedConnection, "away_until", monotonic() + 60)
    url = URL.create("postgresql+psycopg", host="127.0.0.1", port=9)
    with pytest.raises(OperationalError, match="a moment ago"):
        create_database_engine(url).connect()


def test_who_changes_tables_waits_for_whoever_does() -> None:
    is_in = Event()

    def change() -> None:
        with changing_tables(engine):
            is_in.set()

    thread = Thread(target=change)
    with changing_tables(engine):
        thread.start()
        assert not is_in.wait(0.2)
    thread.join()
    assert is_in.is_set()


@pytest.mark.parametrize(("clear", "left"), [(False, ["a"]), (True, [])])
def test_only_clear_db_empties_the_tables_at_start(
    monkeypatch: pytest.MonkeyPatch, clear: bool, left: list[str]
) -> None:
    myDB.add(Default(model="a"))
    db_session.remove()
    monkeypatch.setattr(myEnvironment, "CLEAR_DB", clear)
    init_db()
    assert stored() == left


@pytest.mark.parametrize(
    ("db_url", "found"),
    [
        ("", ("sqlite", None, None, str(myEnvironment.SQLITE_FILE))),
        ("db.example.com", ("postgresql+psycopg", "db.example.com", None, "shop")),
        ("127.0.0.1:6543", ("postgresql+psycopg", "127.0.0.1", 6543, "shop")),
    ],
)
def test_db_url_leads_to_the_database(
    monkeypatch: pytest.MonkeyPatch, db_url: str, found: tuple[object, ...]
) -> None:
    monkeypatch.setattr(myEnvironment, "DB_URL", db_url)
    monkeypatch.setattr(myEnvironment, "POSTGRES_DB", "shop")
    url = database_url()
    assert (url.drivername, url.host, url.port, url.database) == found
