"""Rows of resources beside the ORM: what they show, and which transaction they are part of."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN003, ANN201

from decimal import Decimal

import pytest
from helper.DBSession import myDB
from helper.functions.json_answer import json_answer, row_answer
from models.Orders_model import Orders
from models.Users_model import Users
from repositories.orders_repository import myOrdersRepository
from repositories.users_repository import myUsersRepository
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from startup.Alchemy import db_session


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
    return myOrdersRepository.insert({"user_id": user_id, "total": Decimal(1), "plate": plate})


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
