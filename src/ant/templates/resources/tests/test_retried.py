"""A write that another transaction was in the way of is tried again, unless more depends on it."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from sqlalchemy.exc import OperationalError

from helper.DBSession import DBSession, myDB
from repositories import retried


class Refused(Exception):
    """What the driver raises."""

    def __init__(self, sqlstate: str) -> None:
        """Say why, as PostgreSQL does."""
        self.sqlstate = sqlstate


class Writer:
    """Writes, after it has been refused a few times."""

    db: DBSession = myDB

    def __init__(self, *refusals: str) -> None:
        """Take the reasons for the refusals."""
        self.refusals: Iterator[str] = iter(refusals)
        self.tries = 0

    @retried.retried
    def write(self) -> int:
        """Return how many tries it took."""
        self.tries += 1
        for sqlstate in self.refusals:
            raise OperationalError("UPDATE", None, Refused(sqlstate))
        return self.tries


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch, database: None) -> None:
    monkeypatch.setattr(retried, "PAUSE", 0)


def test_a_write_that_lost_to_another_is_tried_again() -> None:
    assert Writer("40001", "40P01", "40001").write() == 4


@pytest.mark.parametrize(
    ("refusals", "within", "tries"),
    [(["40001"] * 9, False, 4), (["40001"], True, 1), (["57014"], False, 1)],
    ids=["again and again", "in a transaction", "for another reason"],
)
def test_any_other_is_given_up(refusals: list[str], within: bool, tries: int) -> None:
    writer = Writer(*refusals)
    with myDB.transaction() if within else nullcontext(), pytest.raises(OperationalError):
        writer.write()
    assert writer.tries == tries
