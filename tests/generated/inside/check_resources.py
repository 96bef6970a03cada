"""Rows of resources beside the ORM: what they show, and which transaction they are part of."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN003, ANN201

import threading
import time
from contextlib import contextmanager, nullcontext
from decimal import Decimal
from functools import partial
from typing import NoReturn

import pytest
from helper.DBSession import myDB
from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Conflict import Conflict
from helper.execution_tracking.NotFound import NotFound
from helper.functions.json_answer import json_answer, row_answer
from helper.functions.list_query import ListQuery
from models.Orders_model import Orders
from models.Orders_related_model import OrdersRelated
from models.Users_model import Users
from repositories.orders_repository import myOrdersRepository
from repositories.users_repository import myUsersRepository
from services.orders_service import myOrdersService
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError
from startup.Alchemy import autocommit_engine, db_session, engine


@pytest.fixture(autouse=True)
def no_rows(app):
    with app.test_request_context():
        yield
    db_session.remove()
    myDB.execute_commit(text("DELETE FROM orders"))
    myDB.execute_commit(text("DELETE FROM users"))


def user(**values):
    return {"name": "Ada", "email": "ada@example.com", "password": "hash", "secret": "s", **values}


def order(user_id, plate="AB-123"):
    values = {"user_id": user_id, "total": Decimal(1), "plate": plate, "numbers": [1]}
    return myOrdersRepository.insert(values)


def check_a_row_that_the_orm_made_shows_no_more_than_any_other():
    row = Users(**user())
    myUsersRepository.add(row)
    plain = myUsersRepository.get_by_id(row.id)
    for shown in (row, db_session.scalars(select(Users)).one()):
        assert row.password == "hash"  # it holds it now
        answer = row_answer(shown)
        assert answer.get_json() == row_answer(plain).get_json()
        assert answer.get_etag() == row_answer(plain).get_etag()
        assert "hash" not in json_answer({"rows": [shown]}).get_data(as_text=True)


def check_a_row_is_whole_after_a_rollback():
    row = Users(**user())
    myUsersRepository.add(row)
    db_session.rollback()  # the ORM has forgotten what the row holds
    assert row_answer(row).get_json()["name"] == "Ada"


def check_a_link_that_is_there_ends_no_transaction():
    first = order(myUsersRepository.insert(user()).id)
    with myDB.transaction():
        assert myOrdersRepository.add_orders_related(first.id, first.id)
        assert myOrdersRepository.add_orders_related(first.id, first.id)
        myOrdersRepository.update(first.id, {"note": "linked"})
    db_session.remove()
    assert myOrdersRepository.get_by_id(first.id).note == "linked"
    assert not myOrdersRepository.add_orders_related(first.id, 2**40)


def check_what_the_session_has_begun_is_seen_and_committed_by_the_next_write():
    ada = myUsersRepository.insert(user())
    myDB.execute(update(Users).values(name="Grace"))
    assert myUsersRepository.get_by_id(ada.id).name == "Grace"
    myUsersRepository.update(ada.id, {"age": 36})  # of the same row, which is locked
    db_session.rollback()
    db_session.remove()
    row = myUsersRepository.get_by_id(ada.id)
    assert (row.name, row.age) == ("Grace", 36)


@pytest.mark.parametrize("in_context", [True, False])
def check_what_is_refused_costs_a_unit_nothing_else(app, in_context):
    def refuse(_row) -> NoReturn:
        raise APIException("not as it was", 412)

    with app.app_context() if in_context else nullcontext(), myDB.transaction():
        ada = myUsersRepository.insert(user())
        first = order(ada.id)
        with pytest.raises(Conflict):
            myUsersRepository.insert(user())
        grace = myUsersRepository.insert(user(email="grace@example.com"))
        with pytest.raises(Conflict):
            myUsersRepository.update(grace.id, {"email": ada.email}, lambda row: None)
        with pytest.raises(Conflict):
            order(2**40)
        with pytest.raises(NotFound):
            myOrdersService.add_orders_related(first.id, 2**40)
        for change in (
            partial(myUsersRepository.update, ada.id, {"age": 1}),
            partial(myUsersRepository.remove, ada.id),
        ):
            with pytest.raises(APIException):
                change(refuse)
        myUsersRepository.update(ada.id, {"name": "Grace"}, lambda row: None)
        assert myOrdersRepository.add_orders_related(first.id, first.id)
    db_session.remove()
    assert myUsersRepository.get_by_id(ada.id).name == "Grace"
    assert myUsersRepository.get_by_id(ada.id).age == ada.age
    assert myOrdersRepository.get_by_id(first.id) is not None
    assert not myOrdersRepository.unlink(OrdersRelated, orders_id=first.id, related_id=2**40)
    assert myOrdersRepository.unlink(OrdersRelated, orders_id=first.id, related_id=first.id)


def check_a_lock_is_refused_where_it_would_hold_nothing():
    ada = myUsersRepository.insert(user())
    with pytest.raises(InvalidRequestError, match=r"inside `with myDB\.transaction"):
        myUsersRepository.get_by_id(ada.id, lock=True)
    myDB.execute(select(Users))  # a transaction, but none that anybody has to end
    with pytest.raises(InvalidRequestError, match=r"inside `with myDB\.transaction"):
        myUsersRepository.get_by_id(ada.id, lock=True)
    with myDB.transaction():
        assert myUsersRepository.get_by_id(ada.id, lock=True).name == "Ada"


def check_the_orm_and_repositories_see_the_same_rows_in_a_unit():
    with myDB.transaction() as session:
        row = Users(**user())
        session.add(row)
        [found] = myUsersRepository.get_page(ListQuery()).items
        assert found.name == "Ada"
        myUsersRepository.update(found.id, {"name": "Grace"})
        assert row.name == "Grace"
        row.name = "Edsger"
        assert myUsersRepository.get_by_id(found.id).name == "Edsger"
        assert myUsersRepository.update(found.id, {}, lambda seen: None).name == "Edsger"
        myUsersRepository.remove(found.id)
        assert session.scalars(select(Users)).all() == []


def check_a_read_commits_nothing():
    ada = myUsersRepository.insert(user())
    myDB.execute(update(Users).values(name="Grace"))
    myUsersRepository.get_by_id(ada.id)
    db_session.rollback()
    assert myUsersRepository.get_by_id(ada.id).name == "Ada"


def check_an_error_of_the_database_quotes_no_row():
    for statement in (Orders.__table__.insert(), Users.__table__.insert()):
        with pytest.raises(IntegrityError) as caught, db_session.get_bind().begin() as connection:
            connection.execute(statement, [{"note": "mine alone", "email": "mine@alone"}])
        assert "alone" not in f"{caught.value} {caught.value.orig}"


@pytest.fixture
def snapshots():
    """Transactions, and single statements, that see the database as it was at their beginning."""

    def begin(connection) -> None:
        for words in ("TRANSACTION", "SESSION CHARACTERISTICS AS TRANSACTION"):
            connection.exec_driver_sql(f"SET {words} ISOLATION LEVEL REPEATABLE READ")

    event.listen(autocommit_engine, "begin", begin)
    yield
    event.remove(autocommit_engine, "begin", begin)
    db_session.remove()
    engine.dispose()


@contextmanager
def changed_meanwhile(id):
    """A row that somebody else changes: whoever comes meanwhile waits, and has lost."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

    def end() -> None:
        deadline = time.monotonic() + 20
        with autocommit_engine.connect() as watcher:
            while not watcher.execute(waiting).scalar() and time.monotonic() < deadline:
                time.sleep(0.01)
        other.commit()

    with engine.connect() as other:
        other.execute(update(Users).where(Users.id == id).values(age=1))
        thread = threading.Thread(target=end)
        thread.start()
        try:
            yield
        finally:
            thread.join()


needs_postgresql = pytest.mark.skipif(
    engine.dialect.name == "sqlite", reason="its writers wait for each other"
)


@needs_postgresql
@pytest.mark.parametrize("how", ["update", "check", "remove"])
def check_a_write_that_lost_to_another_is_done_all_the_same(snapshots, how):
    ada, seen = myUsersRepository.insert(user()), []
    with changed_meanwhile(ada.id):
        if how == "remove":
            assert myUsersRepository.remove(ada.id)
        else:
            check = (lambda row: seen.append(row.age)) if how == "check" else None
            assert myUsersRepository.update(ada.id, {"name": "Grace"}, check).age == 1
    assert seen == ([1] if how == "check" else [])  # as it is by then


@needs_postgresql
def check_a_unit_that_lost_to_another_is_over(app, snapshots):
    ada = myUsersRepository.insert(user())
    with changed_meanwhile(ada.id), pytest.raises(OperationalError) as lost, myDB.transaction():
        myUsersRepository.insert(user(email="grace@example.com"))
        myUsersRepository.update(ada.id, {"name": "Grace"})
    assert lost.value.orig.sqlstate == "40001"
    assert [row.email for row in myUsersRepository.get_page(ListQuery()).items] == [ada.email]
    assert myUsersRepository.get_by_id(ada.id).age == 1
    with app.test_request_context():
        answer = app.make_response(app.handle_user_exception(lost.value))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
