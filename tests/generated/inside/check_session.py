"""The database session: what fails rolls back, and a unit commits whole or not at all."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN002, ANN201, ANN202

import threading

import pytest
from helper.DBSession import myDB
from models.Default_model import Default
from repositories.default_repository import myDefaultRepository
from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, InvalidRequestError, PendingRollbackError
from startup.Alchemy import db_session, engine


def stored():
    """Read past the session, so that only what was committed counts."""
    with engine.connect() as connection:
        return sorted(connection.execute(select(Default.model)).scalars())


def broken():
    return text("SELECT no_such_column")


def duplicate():
    row = Default(model="first")
    myDB.add(row)
    db_session.expunge(row)
    return Default(id=row.id, model="second")


def check_each_method_commits():
    row = Default(model="a")
    myDB.add(row)
    db_session.remove()
    assert stored() == ["a"]
    myDB.add_all([Default(model="b"), Default(model="c")])
    db_session.remove()
    assert stored() == ["a", "b", "c"]
    myDB.delete(row)
    db_session.remove()
    assert stored() == ["b", "c"]
    myDB.execute_commit(insert(Default).values(model="d"))
    db_session.remove()
    assert stored() == ["b", "c", "d"]
    myDB.execute(insert(Default).values(model="e"))
    db_session.remove()
    assert stored() == ["b", "c", "d"]


FAILING = {
    "execute": lambda: myDB.execute(broken()),
    "execute_commit": lambda: myDB.execute_commit(broken()),
    "add": lambda: myDB.add(Default(model=None)),
    "add_all": lambda: myDB.add_all([Default(model="good"), Default(model=None)]),
    "delete": lambda: myDB.delete(Default(model="never stored")),
    "add a duplicate": lambda: myDB.add(duplicate()),
}


@pytest.mark.parametrize("method", FAILING)
def check_each_method_rolls_back_and_raises_again(method):
    myDB.session.add(Default(model="pending"))
    if method != "add a duplicate":
        myDB.session.flush()
        with pytest.raises((DBAPIError, InvalidRequestError)):
            FAILING[method]()
        expected = []
    else:
        myDB.session.rollback()
        with pytest.raises(DBAPIError):
            FAILING[method]()
        expected = ["first"]
    assert not db_session().in_transaction()
    assert myDB.execute(select(func.count(Default.id))).scalar_one() == len(expected)
    db_session.remove()
    assert stored() == expected
    myDB.add(Default(model="next"))
    db_session.remove()
    assert stored() == sorted([*expected, "next"])


def check_a_unit_commits_whole():
    with myDB.transaction():
        myDB.add(Default(model="a"))
        myDefaultRepository.add_default("b")
        with myDB.transaction():
            myDB.execute_commit(insert(Default).values(model="c"))
        assert db_session().in_transaction()
    db_session.remove()
    assert stored() == ["a", "b", "c"]


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, SystemExit, GeneratorExit])
def check_a_unit_rolls_back_whole(error):
    with pytest.raises(error), myDB.transaction():
        myDB.add(Default(model="a"))
        with myDB.transaction():
            myDB.add(Default(model="b"))
        raise error
    assert not db_session().in_transaction()
    db_session.remove()
    assert stored() == []
    with myDB.transaction():
        myDB.add(Default(model="next"))
    db_session.remove()
    assert stored() == ["next"]


def inner_unit():
    with myDB.transaction():
        myDB.add(Default(model="inner"))
        raise KeyError


CAUGHT = {
    "a statement": lambda: myDB.execute_commit(broken()),
    "an insert": lambda: myDB.add(Default(model=None)),
    "an inner unit": inner_unit,
    "a second add": lambda: myDB.add_all([Default(model="x"), Default(model=None)]),
}


@pytest.mark.parametrize("cause", CAUGHT)
@pytest.mark.parametrize("last", [True, False])
def check_a_caught_error_costs_a_unit_nothing_else(cause, last):
    with myDB.transaction():
        myDB.add(Default(model="before"))
        with pytest.raises((DBAPIError, KeyError)):
            CAUGHT[cause]()
        if not last:
            myDB.add(Default(model="after"))
    db_session.remove()
    assert stored() == (["before"] if last else ["after", "before"])


@pytest.mark.parametrize("last", [True, False])
def check_a_statement_without_a_commit_that_fails_ends_its_block(last):
    with pytest.raises(InvalidRequestError), myDB.transaction():
        myDB.add(Default(model="before"))
        with pytest.raises(DBAPIError):
            myDB.execute(broken())
        if not last:
            myDB.add(Default(model="after"))
            raise AssertionError("not reached")
    db_session.remove()
    assert stored() == []
    myDB.add(Default(model="next"))
    db_session.remove()
    assert stored() == ["next"]


def check_a_block_that_is_over_does_not_end_the_one_around_it():
    with myDB.transaction():
        myDB.add(Default(model="before"))
        with pytest.raises(InvalidRequestError), myDB.transaction():
            for _ in range(2):
                with pytest.raises((DBAPIError, InvalidRequestError)):
                    myDB.execute(broken())
        myDB.add(Default(model="after"))
    db_session.remove()
    assert stored() == ["after", "before"]


def generator(*models):
    with myDB.transaction():
        for model in models:
            myDB.add(Default(model=model))
            yield


def check_a_generator_is_a_unit_of_its_own_from_end_to_end():
    assert list(generator("a", "b")) == [None, None]
    left = generator("c", "d")
    next(left)
    left.close()
    myDB.add(Default(model="next"))
    db_session.remove()
    assert stored() == ["a", "b", "next"]


def check_units_that_end_in_the_wrong_order_are_an_error():
    first, second = generator("a"), generator("b", "c")
    next(first)
    next(second)
    next(first, None)
    with pytest.raises(InvalidRequestError):
        list(second)
    assert stored() == ["a", "b"]
    db_session.remove()  # as the end of a request does it
    with myDB.transaction():
        myDB.add(Default(model="next"))
    db_session.remove()
    assert stored() == ["a", "b", "next"]


def check_what_other_connections_have_to_wait_for_is_no_more_than_a_unit():
    for _ in range(3):
        with myDB.transaction():
            myDB.add(Default(model="a"))
        with engine.begin() as connection:
            connection.execute(insert(Default).values(model="b"))
    db_session.remove()
    assert stored() == ["a"] * 3 + ["b"] * 3


def check_a_caught_error_of_the_plain_session_never_commits_half():
    """PostgreSQL rolls back and reports success; SQLite goes on after a failed statement."""
    if engine.dialect.name == "postgresql":
        with pytest.raises(PendingRollbackError), myDB.transaction() as session:
            myDB.add(Default(model="before"))
            with pytest.raises(DBAPIError):
                session.execute(broken())
        expected = []
    else:
        with myDB.transaction() as session:
            myDB.add(Default(model="before"))
            with pytest.raises(DBAPIError):
                session.execute(broken())
        expected = ["before"]
    db_session.remove()
    assert stored() == expected
    myDB.add(Default(model="next"))
    db_session.remove()
    assert stored() == sorted([*expected, "next"])


def check_a_savepoint_lets_a_unit_go_on_after_an_error():
    with myDB.transaction() as session:
        myDB.add(Default(model="before"))
        with pytest.raises(DBAPIError), session.begin_nested():
            session.execute(broken())
        myDB.add(Default(model="after"))
    db_session.remove()
    assert stored() == ["after", "before"]


def in_threads(count, work):
    errors, barrier = [], threading.Barrier(count)

    def run(number):
        try:
            barrier.wait()
            work(number)
        except BaseException as error:
            errors.append(repr(error))
        finally:
            db_session.remove()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def check_each_thread_has_a_session_of_its_own():
    sessions = []
    in_threads(20, lambda _number: sessions.append(db_session()))
    assert len({id(session) for session in sessions}) == 20


def check_units_of_20_threads_do_not_mix():
    def work(number):
        for turn in range(5):
            try:
                with myDB.transaction():
                    myDB.add(Default(model=f"{number}-{turn}-a"))
                    with myDB.transaction():
                        myDB.add(Default(model=f"{number}-{turn}-b"))
                    if turn == 2:
                        raise KeyError
                    if turn == 3:
                        with pytest.raises(DBAPIError):
                            myDB.execute(broken())
            except (KeyError, InvalidRequestError):
                assert turn in (2, 3)

    in_threads(20, work)
    wanted = [f"{number}-{t}-{half}" for number in range(20) for t in (0, 1, 4) for half in "ab"]
    assert stored() == sorted(wanted)


def check_a_counter_that_20_threads_raise_loses_nothing():
    myDB.add(Default(model="0"))
    db_session.remove()

    def work(_number):
        with myDB.transaction() as session:
            row = session.execute(select(Default).with_for_update()).scalars().one()
            row.model = str(int(row.model) + 1)

    in_threads(20, work)
    assert stored() == ["20"]


def check_values_stay_out_of_errors():
    statement = text("INSERT INTO no_such_table VALUES (:value)").bindparams(bindparam("value"))
    with pytest.raises(DBAPIError) as caught:
        myDB.execute(statement.bindparams(value="a password"))
    assert "a password" not in str(caught.value)
