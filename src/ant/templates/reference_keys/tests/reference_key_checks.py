"""What is asked of a resource whose rows are called by what one of their references says."""

import pytest

from checks.base import ANY_VERSION, assert_refused
from checks.lists import WRONG_PARAMETERS
from checks.resource import ResourceChecks
from factories.columns import Column
from factories.factory import factory_of, no_row
from factories.keyed import KeyedFactory


class ReferenceKeyChecks(ResourceChecks):
    """The tests of every resource, and of keys that are given, taken, wrong, or to be changed."""

    @property
    def key(self) -> Column:
        """The reference."""
        assert isinstance(self.factory, KeyedFactory)
        return self.factory.key

    def test_a_row_is_called_as_the_one_that_it_belongs_to(self) -> None:
        name, id = self.key.name, factory_of(self.key.to).new_id()
        row = self.made(**{name: id})
        assert (row["id"], row[name]) == (id, id)
        assert self.client.get(self.path(row)).get_json() == row
        for sought in (name, "id"):
            listed = self.client.get(self.factory.path, query_string={sought: id})
            assert listed.get_json()["items"] == [row]

    def test_no_two_rows_belong_to_one(self) -> None:
        row = self.made()
        body = self.factory.body(whole=False) | {self.key.name: row["id"]}
        assert_refused(self.client.post(self.factory.path, json=body), 409, self.key.name)
        assert self.client.get(self.path(row)).get_json() == row

    def test_no_row_belongs_to_none(self) -> None:
        body = self.factory.body(whole=False) | {self.key.name: no_row(self.key)}
        assert_refused(self.client.post(self.factory.path, json=body), 409, self.key.name)

    @pytest.mark.parametrize("given", [None, "", [1], {"id": 1}, True])
    def test_what_is_no_key_is_refused(self, given: object) -> None:
        body = self.factory.body(whole=False) | {self.key.name: given}
        assert_refused(self.client.post(self.factory.path, json=body), 400, self.key.name)

    def test_a_key_is_needed_and_never_changes(self) -> None:
        row, body = self.made(), self.factory.body()
        post = self.client.post(self.factory.path, data="{}", content_type="application/json")
        assert post.status_code == 400
        assert self.key.name in post.get_json()["errors"]
        for method in ("PUT", "PATCH"):
            change = {**body, self.key.name: row["id"]}
            answer = self.client.open(self.path(row), method=method, json=change)
            assert_refused(answer, 400, self.key.name)

    def test_what_becomes_of_a_row_without_the_one_it_belongs_to(self) -> None:
        row, other = self.made(), self.made()
        path = f"{factory_of(self.key.to).path}/{row['id']}"
        response = self.client.delete(path, headers=ANY_VERSION)
        after = self.client.get(self.path(row))
        if self.key.on_delete == "CASCADE":
            assert (response.status_code, after.status_code) == (204, 404)
        else:
            assert_refused(response, 409)
            assert after.get_json() == row
        assert self.client.get(self.path(other)).get_json() == other

    def test_a_row_does_not_come_back_without_the_one_it_belongs_to(self) -> None:
        row = self.made()
        path = f"{factory_of(self.key.to).path}/{row['id']}"
        self.client.delete(self.path(row), headers=ANY_VERSION)
        gone = self.client.delete(path, headers=ANY_VERSION)
        answer = self.client.post(f"{self.path(row)}/restore")
        back = self.client.post(f"{path}/restore")
        if gone.status_code == 204 and back.status_code == 200:  # where both are kept
            assert answer.status_code != 200
        if answer.status_code == 409:
            assert_refused(answer, 409, self.key.name)
            assert self.client.post(f"{self.path(row)}/restore").status_code == 200

    @pytest.mark.parametrize("name", WRONG_PARAMETERS)
    def test_a_parameter_that_means_nothing_is_refused(self, name: str) -> None:
        is_text = isinstance(self.factory.id_of(), str) and len(str(self.factory.id_of())) < 36
        if not (is_text and name.startswith("id")):  # any text may be one
            super().test_a_parameter_that_means_nothing_is_refused(name)
