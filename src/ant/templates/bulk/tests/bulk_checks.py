"""What is asked of a route that takes many rows in one request: all of them are made, or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from sqlalchemy import Index, UniqueConstraint, event
from werkzeug.test import TestResponse

from checks.base import ANY_VERSION, CASES, Cases, Checks
from checks.values import wrong_values
from factories.factory import Body, Factory, factory_of
from helper.functions.bulk import MOST_ROWS
from startup.Alchemy import Base, autocommit_engine

pytest.register_assert_rewrite("checks.base")


def _taken(factory: Factory) -> Cases:
    """Give one case where something is unique, by itself or together."""
    table = Base.metadata.tables[factory.route]
    keys = [*table.constraints, *(index for index in table.indexes if index.unique)]
    is_some = any(isinstance(key, UniqueConstraint | Index) for key in keys)
    return {"the same row": True} if is_some else {}


def _links(factory: Factory) -> Cases:
    """Give the fields with ids of rows that a row is linked to."""
    fields = {key: column.field for key, column in factory.writable.items()}
    return {key: key for key, field in fields.items() if type(field).__name__ == "Links"}


class BulkChecks(Checks):
    """Lists of rows, right ones and wrong ones."""

    cases: ClassVar = {**CASES, "taken_twice": _taken, "linked": _links}

    def post(self, bodies: Any) -> TestResponse:
        """Send a list of bodies."""
        return self.client.post(f"{self.factory.path}/bulk", json=bodies)

    def bodies(self, most: int = 4) -> list[Body]:
        """Return right bodies, as many as there can be rows."""
        return [
            self.factory.body(whole=number % 2 == 0)
            for number in range(self.factory.capacity(most))
        ]

    def unclaimed(self, body: Body) -> Body:
        """Return a body that does not say whose the row is."""
        return {name: body[name] for name in body if name in self.factory.writable}

    def total(self) -> int:
        """Return how many rows there are."""
        return int(self.client.get(self.factory.path).get_json()["total"])

    def assert_refused_at(self, response: TestResponse, place: int, *names: str) -> None:
        """See that a request was refused for these fields of the row at one position."""
        assert response.status_code == 400, response.text
        errors = response.get_json()["errors"]
        assert [*errors] == [str(place)]
        assert sorted(errors[str(place)]) == sorted(names)

    def test_rows_are_made_in_their_order_and_belong_to_whoever_makes_them(self) -> None:
        bodies, before = self.bodies(), self.total()
        response = self.post([*map(self.unclaimed, bodies)])
        assert response.status_code == 201, response.text
        rows = response.get_json()
        assert len(rows) == len(bodies)
        for row, body in zip(rows, bodies, strict=True):
            self.assert_shows(row, body)
            assert all(row[name] == (body.get(name) or []) for name in _links(self.factory))
            assert self.client.get(self.path(row)).get_json() == row
        assert self.total() == before + len(bodies)

    def test_rows_of_the_same_columns_are_one_insert(self) -> None:
        bodies = [self.unclaimed(self.factory.body()) for _ in range(self.factory.capacity(20))]
        with inserts_into(self.factory.route) as seen:
            assert self.post(bodies).status_code == 201
        assert len(seen) == 1, seen

    def test_one_wrong_row_is_enough(self) -> None:
        bodies, before = self.bodies(), self.total()
        for name, column in self.factory.writable.items():
            for value in [*wrong_values(column).values()][:1]:
                wrong = [*bodies[:-1], {**bodies[-1], name: value}]
                self.assert_refused_at(self.post(wrong), len(bodies) - 1, name)
        errors = self.post([*bodies, 1]).get_json()["errors"]
        assert errors == {str(len(bodies)): ["Must be a JSON object."]}
        self.assert_refused_at(self.post([{"no_such_field": 1, **bodies[0]}]), 0, "no_such_field")
        assert self.total() == before

    def test_what_a_post_refuses_is_refused_in_a_list(self, taken_twice: bool) -> None:
        body = self.factory.body()
        assert self.client.post(self.factory.path, json=body).status_code == 201
        self.assert_answered_as_by_itself(body)

    def test_no_two_rows_of_a_list_are_the_same(self, taken_twice: bool) -> None:
        body, before = self.factory.body(), self.total()
        in_list = self.post([body, body])
        assert self.client.post(self.factory.path, json=body).status_code == 201
        one = self.client.post(self.factory.path, json=body)
        assert in_list.status_code == one.status_code
        if one.status_code != 201:
            assert in_list.get_json()["errors"] == {"1": one.get_json()["errors"]}
            assert self.total() == before + 1

    def test_a_reference_to_no_row_that_is_seen_is_refused_in_a_list(self, reference: str) -> None:
        target = factory_of(self.factory.references[reference].to)
        deleted = target.new_id()
        self.client.delete(f"{target.path}/{deleted}", headers=ANY_VERSION)
        claimed = {name: column for name, column in target.sent.items() if column.claimed}
        others = {name: factory_of(column.to).new_id() for name, column in claimed.items()}
        foreign = target.insert({**target.body(whole=False), **others}).id
        for id in (target.id_of(), deleted, foreign):
            self.assert_answered_as_by_itself({**self.factory.body(), reference: id})

    def test_a_link_to_nothing_is_refused_in_a_list(self, linked: str) -> None:
        missing = factory_of(self.factory.links[linked][0]).id_of()
        self.assert_answered_as_by_itself({**self.factory.body(), linked: [missing]})

    def assert_answered_as_by_itself(self, body: Body) -> None:
        """See that a list with a body at its end is refused as the body by itself is."""
        one = self.client.post(self.factory.path, json=body)
        if one.status_code == 201:  # nothing is wrong with it: no condition holds, or it is seen
            return
        bodies = [self.factory.body(), body]
        before = self.total()
        in_list = self.post(bodies)
        assert in_list.status_code == one.status_code, in_list.text
        assert in_list.get_json()["errors"] == {"1": one.get_json()["errors"]}
        assert in_list.get_json()["message"]
        assert self.total() == before

    @pytest.mark.parametrize("body", [{}, [], "text", 1])
    def test_what_is_no_list_of_rows_is_refused(self, body: Any) -> None:
        response = self.post(body)
        assert response.status_code == 400
        assert str(MOST_ROWS) in response.get_json()["message"]

    def test_a_list_may_not_be_too_long(self) -> None:
        before = self.total()
        response = self.post([{}] * (MOST_ROWS + 1))
        assert response.status_code == 400
        assert "errors" not in response.get_json()
        assert self.post([{"no_such_field": 1}] * MOST_ROWS).get_json()["errors"]
        assert self.total() == before


@contextmanager
def inserts_into(table: str) -> Iterator[list[str]]:
    """Give the statements that insert rows into a table inside this block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.replace('"', "").startswith(f"INSERT INTO {table} "):
            seen.append(statement)

    event.listen(autocommit_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(autocommit_engine, "before_cursor_execute", note)
