"""On SQLite readers wait for nobody, and a writer waits instead of failing."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202

import threading
import time
from contextlib import ExitStack

import pytest
from helper.DBSession import myDB
from models.Default_model import Default
from repositories.default_repository import myDefaultRepository
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError, PendingRollbackError
from startup.Alchemy import db_session
from startup.database_engine import turn_to_write


def in_thread(work):
    """Run something in a thread of its own, with a session of its own."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            db_session.remove()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def check_a_slow_reader_stops_neither_readers_nor_writers(app):
    myDB.execute(select(Default)).all()  # and the transaction stays open
    for work in (
        lambda: myDB.execute(select(Default)).all(),
        lambda: myDB.add(Default(model="meanwhile")),
    ):
        thread, errors = in_thread(work)
        thread.join(5)
        assert not thread.is_alive()
        assert not errors


def check_who_has_read_can_write_though_others_wrote_meanwhile(app):
    myDB.execute(select(Default)).all()
    thread, errors = in_thread(lambda: myDB.add(Default(model="theirs")))
    thread.join(5)
    assert not errors
    myDB.add(Default(model="ours"))
    models = {row.model for row in myDB.execute(select(Default)).scalars()}
    assert {"theirs", "ours"} <= models


def check_a_writer_waits_for_another_one(app):
    started = threading.Event()

    def slow():
        with myDB.transaction():
            myDB.execute(insert(Default).values(model="slow"))
            started.set()
            time.sleep(1)

    thread, errors = in_thread(slow)
    assert started.wait(5)
    myDB.add(Default(model="patient"))
    thread.join(5)
    assert not errors


def check_a_statement_without_a_commit_goes_with_what_follows_it(app):
    myDB.execute(insert(Default).values(model="first"))
    myDB.add(Default(model="second"))
    db_session.remove()
    models = {row.model for row in myDB.execute(select(Default)).scalars()}
    assert {"first", "second"} <= models


def check_a_row_that_is_read_to_be_changed_is_locked(app):
    myDB.add(Default(model="0"))
    db_session.remove()

    def count():
        for _ in range(5):
            row = myDB.execute(select(Default).with_for_update()).scalars().one()
            row.model = str(int(row.model) + 1)
            myDB.add(row)
            db_session.remove()

    threads = [in_thread(count) for _ in range(8)]
    for thread, errors in threads:
        thread.join(30)
        assert not errors
    assert myDB.execute(select(Default.model)).scalar_one() == "40"


def check_who_has_read_and_holds_new_rows_can_write_after_others(app):
    myDB.execute(select(Default)).all()
    db_session.add(Default(model="pending"))
    thread, errors = in_thread(lambda: myDB.add(Default(model="theirs")))
    thread.join(5)
    assert not errors
    with myDB.transaction():
        pass
    db_session.remove()
    models = {row.model for row in myDB.execute(select(Default)).scalars()}
    assert {"theirs", "pending"} <= models


def check_what_sqlite_rolls_back_by_itself_is_not_committed_in_part(app):
    """On a full disk it ends the whole transaction, savepoints and all."""
    with pytest.raises(PendingRollbackError), myDB.transaction() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
        try:
            myDB.add(Default(model="before"))
            with pytest.raises(OperationalError):
                for _ in range(1000):
                    myDB.add(Default(model="x" * 255))
        finally:
            session.connection().exec_driver_sql("PRAGMA max_page_count = 4294967294")
        myDB.add(Default(model="after"))
    db_session.remove()
    assert myDB.execute(select(Default)).all() == []
    myDB.add(Default(model="next"))
    db_session.remove()
    assert myDB.execute(select(Default.model)).scalars().all() == ["next"]


def check_who_would_be_the_last_to_read_does_not_wait_to_write(app):
    with ExitStack() as waiting:
        for _ in range(3):
            waiting.enter_context(turn_to_write())
        for write in (
            lambda: myDB.add(Default(model="a")),
            lambda: myDefaultRepository.add_default("a"),
        ):
            with pytest.raises(OperationalError, match="locked"):
                write()
        assert myDB.execute(select(Default)).all() == []
    myDB.add(Default(model="afterwards"))
