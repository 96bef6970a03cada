"""What is wrong is refused, and the answer says which fields are."""

import pytest
from sqlalchemy.exc import DBAPIError

from checks.base import ANY_VERSION, Checks, assert_refused
from checks.values import wrong_values
from factories.columns import Column, Json
from factories.factory import Body, factory_of, no_row
from helper.DBSession import myDB
from helper.functions.json_answer import row_answer
from helper.functions.list_query import PARAMETERS
from startup.Alchemy import db_session

JSON = "application/json"


class RefusalChecks(Checks):
    """Bodies, ids, values and rows that do not fit."""

    def test_a_wrong_value_is_refused(self, wrong: tuple[str, Json]) -> None:
        name, path, change = wrong[0], self.factory.path, dict([wrong])
        body = self.factory.body(refer=no_row) | change
        assert_refused(self.client.post(path, json=body), 400, name)
        assert_refused(self.client.patch(f"{path}/{self.factory.id_of()}", json=change), 400, name)

    def test_the_table_has_the_limits_of_the_schema(self, beyond: tuple[str, Json]) -> None:
        name, value = beyond
        column = self.factory.columns[name]
        data = self.factory.loaded(self.factory.body(whole=False))
        with pytest.raises(DBAPIError):
            self.factory.create({**data, column.key: column.unchecked(value)})

    def test_what_is_required_must_be_there(self, required: str) -> None:
        body = self.factory.body(refer=no_row)
        del body[required]
        assert_refused(self.client.post(self.factory.path, json=body), 400, required)

    def test_all_faults_are_told_at_once(self) -> None:
        wrong = {name: wrong_values(column) for name, column in self.factory.writable.items()}
        body = {name: next(iter(values.values())) for name, values in wrong.items() if values}
        body |= {"no_such_field": 1, "id": 1}
        assert_refused(self.client.post(self.factory.path, json=body), 400, *body)

    def test_what_is_readonly_is_not_accepted(self, readonly: str) -> None:
        body = {**self.factory.body(refer=no_row), readonly: 1}
        assert_refused(self.client.post(self.factory.path, json=body), 400, readonly)
        assert_refused(self.client.patch(self.path(self.made()), json={readonly: 1}), 400, readonly)

    @pytest.mark.parametrize("body", ["[]", "{", "", '{"a": NaN}', '"text"'])
    def test_a_body_that_is_no_object_is_refused(self, body: str) -> None:
        assert_refused(self.client.post(self.factory.path, data=body, content_type=JSON), 400)

    def test_a_body_of_another_type_is_refused(self) -> None:
        for method in ("POST", "PUT", "PATCH"):
            path = self.factory.path + ("" if method == "POST" else f"/{self.factory.id_of()}")
            assert_refused(self.client.open(path, method=method, data="a=1"), 415)

    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
    def test_a_row_that_is_not_there_is_not_found(self, method: str) -> None:
        for id in (self.factory.id_of(), 2**63):
            path, body = f"{self.factory.path}/{id}", self.factory.body(refer=no_row)
            assert_refused(self.client.open(path, method=method, json=body), 404)

    def test_what_is_taken_is_a_conflict(self, unique: str) -> None:
        body = self.factory.body()
        self.client.post(self.factory.path, json=body)
        other = self.made()
        again = {**self.factory.body(), unique: body[unique]}
        assert_refused(self.client.post(self.factory.path, json=again), 409, unique)
        patched = self.client.patch(self.path(other), json={unique: body[unique]})
        assert_refused(patched, 409, unique)
        assert self.client.get(self.path(other)).get_json() == other

    def test_an_address_that_differs_in_upper_case_alone_is_taken(self, taken: str) -> None:
        body = self.factory.body()
        self.client.post(self.factory.path, json=body)
        again = {**self.factory.body(), taken: body[taken].upper()}
        assert_refused(self.client.post(self.factory.path, json=again), 409, taken)

    def test_a_conflict_costs_a_transaction_nothing_else(self, unique: str) -> None:
        body = self.factory.body()
        with myDB.transaction():
            row = self.client.post(self.factory.path, json=body).get_json()
            again = {**self.factory.body(), unique: body[unique]}
            assert_refused(self.client.post(self.factory.path, json=again), 409, unique)
            assert self.client.get(self.path(row)).get_json() == row
        assert self.client.get(self.path(row)).get_json() == row

    def test_a_reference_to_nothing_is_a_conflict(self, reference: str) -> None:
        wrong = {reference: no_row(self.factory.references[reference])}
        body = self.factory.body() | wrong
        assert_refused(self.client.post(self.factory.path, json=body), 409, reference)
        assert_refused(self.client.patch(self.path(self.made()), json=wrong), 409, reference)

    def assert_on_delete(self, row: Body, column: Column, id: Json) -> None:
        """Delete what a row refers to; see that the reference does what its ON DELETE says."""
        response = self.client.delete(f"{factory_of(column.to).path}/{id}", headers=ANY_VERSION)
        after = self.client.get(self.path(row))
        statuses = {"RESTRICT": (409, 200), "CASCADE": (204, 404)}.get(column.on_delete, (204, 200))
        assert (response.status_code, after.status_code) == statuses
        assert column.on_delete != "RESTRICT" or after.get_json() == row

    def test_what_becomes_of_a_row_without_the_one_it_refers_to(self, reference: str) -> None:
        column = self.factory.references[reference]
        id = factory_of(column.to).new_id()
        row, other = self.made(**{reference: id}), self.made()
        self.assert_on_delete(row, column, id)
        if column.on_delete == "SET NULL":
            assert self.stored(row)[reference] is None
        assert self.client.get(self.path(other)).get_json() == other

    def test_what_is_hidden_is_seen_nowhere(self, hidden: str) -> None:
        made = self.client.post(self.factory.path, json=self.factory.body()).get_json()
        shown = self.client.get(self.path(made)).get_json()
        listed = self.client.get(self.factory.path).get_json()["items"]
        put = self.client.put(self.path(made), json=self.factory.body()).get_json()
        patched = self.client.patch(self.path(made), json={}).get_json()
        assert not any(hidden in row for row in (made, shown, *listed, put, patched))

    def test_what_is_hidden_is_in_no_answer_that_the_orm_has_the_row_for(self, hidden: str) -> None:
        shown = self.made(**{hidden: self.factory.body()[hidden]})
        row = db_session.get_one(self.factory.model, shown["id"])
        with self.client.application.test_request_context():
            assert getattr(row, self.factory.columns[hidden].key) is not None
            assert row_answer(row, self.factory.shown).get_json() == shown
            assert hidden not in row_answer(row).get_json()

    def test_what_is_hidden_can_be_neither_filtered_nor_sorted_by(self, hidden: str) -> None:
        plain = f"{hidden}__eq" if hidden in PARAMETERS else hidden
        for key, value in ((plain, "1"), (f"{hidden}__isnull", "true"), ("sort", hidden)):
            response = self.client.get(self.factory.path, query_string={key: value})
            assert_refused(response, 400, key)
