"""What is asked of a resource whose POST takes an ``Idempotency-Key``."""

import datetime as dt
import json
from threading import Thread
from typing import Any

import pytest
from flask import g
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from checks.base import Checks, shared_app
from decorators.idempotent import HEADER, id_of
from factories.factory import Body
from helper.columns import utc_now
from helper.DBSession import myDB
from models.Idempotency_keys_model import IdempotencyKeys
from repositories.idempotency_keys_repository import KEPT, REMOVED_AT_ONCE
from startup.Alchemy import Base, engine


class IdempotencyChecks(Checks):
    """Retries, other bodies, errors, and keys that are too old."""

    def post(self, body: Body, key: str = "first") -> TestResponse:
        """Send a body with a key."""
        return self.client.post(self.factory.path, json=body, headers={HEADER: key})

    def test_a_retry_is_answered_as_the_first_request_was(self) -> None:
        body, before = self.factory.body(), self.rows()
        first, retry = self.post(body), self.post(body)
        assert first.status_code == retry.status_code == 201
        assert first.data == retry.data
        for name in ("ETag", "Location", "Content-Type"):
            assert first.headers[name] == retry.headers[name]
        assert "Idempotency-Replayed" not in first.headers
        assert retry.headers["Idempotency-Replayed"] == "true"
        assert self.rows() == before + 1

    def test_another_key_or_none_is_another_request(self) -> None:
        first, *others = [self.factory.body() for _ in range(self.factory.capacity(3))]
        before = self.rows()
        answers = [self.post(first), *(self.post(body, "second") for body in others[:1])]
        answers += [self.client.post(self.factory.path, json=body) for body in others[1:]]
        assert [answer.status_code for answer in answers] == [201] * len(answers)
        assert self.rows() == before + len(answers)
        assert self.kept() == len(answers[:2])

    def test_a_key_with_another_body_is_refused(self) -> None:
        body, before = self.factory.body(), self.rows()
        self.post(body)
        other = {"data": f"{json.dumps(body)} ", "content_type": "application/json"}
        refused = self.client.post(self.factory.path, headers={HEADER: "first"}, **other)
        assert refused.status_code == 422
        assert HEADER in refused.get_json()["message"]
        assert self.rows() == before + 1

    def test_an_error_is_not_kept(self) -> None:
        body = self.factory.body()
        assert self.post({**body, "no_such_field": 1}).status_code == 400
        assert self.kept() == 0
        assert self.post(body).status_code == 201

    @pytest.mark.parametrize(("length", "status"), [(0, 400), (1, 201), (255, 201), (256, 400)])
    def test_a_key_has_a_length(self, length: int, status: int) -> None:
        assert self.post(self.factory.body(), "k" * length).status_code == status

    def test_a_row_and_its_key_are_written_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any) -> None:
            raise RuntimeError("The key cannot be kept.")

        body, before = self.factory.body(), self.rows()
        with monkeypatch.context() as broken:
            broken.setattr("decorators.idempotent._kept", fail)
            assert self.post(body).status_code == 500
        assert (self.rows(), self.kept()) == (before, 0)
        assert self.post(body).status_code == 201

    def test_what_is_too_old_is_forgotten(self) -> None:
        body = self.factory.body()
        row = self.post(body).get_json()
        self.client.delete(self.path(row), headers={"If-Match": "*"})
        old = utc_now() - KEPT - dt.timedelta(seconds=1)
        myDB.execute_commit(update(IdempotencyKeys).values(created_at=old))
        copies = [self.copied(number, old) for number in range(REMOVED_AT_ONCE + 1)]
        myDB.add_all(copies)
        assert "Idempotency-Replayed" not in self.post(body).headers
        assert self.kept() <= 3

    def test_a_request_that_is_still_under_way_is_told(self) -> None:
        body, answers = self.factory.body(), list[TestResponse]()

        def retry() -> None:
            client = shared_app().test_client()
            client.environ_base |= self.client.environ_base
            headers = {HEADER: "first"}
            answers.append(client.post(self.factory.path, json=body, headers=headers))

        before = self.rows()
        with myDB.transaction():
            self.post(body)
            other = Thread(target=retry)
            other.start()
            other.join(1)
            assert other.is_alive() is (engine.dialect.name == "sqlite")  # which waits
        other.join()
        if engine.dialect.name == "sqlite":
            assert answers[0].headers["Idempotency-Replayed"] == "true"
        else:
            assert answers[0].status_code == 409
            assert answers[0].headers["Retry-After"] == "1"
        assert self.rows() == before + 1

    def test_each_caller_has_keys_of_their_own(self) -> None:
        callers: list[dict[str, str]] = [{}, {"sub": "1"}, {"sub": "2"}, {"sub": "1", "iss": "x"}]
        columns = [column for table in Base.metadata.tables.values() for column in table.columns]
        owners = {column.info.get("claim", "sub") for column in columns} - {"sub"}
        callers += [{"sub": "1", claim: "2"} for claim in owners]
        ids = set()
        for claims in callers:
            with shared_app().test_request_context(self.factory.path, method="POST"):
                g.claims = claims
                ids.add(id_of("first"))
        assert len(ids) == len(callers)

    def rows(self) -> int:
        """Return how many rows the table has."""
        return self._count(Base.metadata.tables[self.factory.route])

    def kept(self) -> int:
        """Return how many answers are kept."""
        return self._count(Base.metadata.tables["idempotency_keys"])

    def copied(self, number: int, created_at: dt.datetime) -> IdempotencyKeys:
        """Return an answer under a key of its own."""
        answer = IdempotencyKeys()
        answer.id, answer.fingerprint, answer.status = str(number), "", 201
        answer.headers, answer.body, answer.created_at = {}, "", created_at
        return answer

    def _count(self, table: Any) -> int:
        with engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(table)).scalar_one()
