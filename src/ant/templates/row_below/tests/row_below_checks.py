"""The one row of a route that belongs to one row of another, since what refers there is unique."""

from typing import Any

from checks.base import assert_refused
from checks.collections import Below
from factories.factory import Body


class ReadOnlyRowBelowChecks(Below):
    """The one row below a row."""

    def test_below_a_new_row_is_none(self) -> None:
        assert_refused(self.client.get(self.path(self.owner.new_id())), 404)

    def test_below_a_row_that_is_not_there_is_none(self) -> None:
        assert_refused(self.client.get(self.path(self.owner.id_of())), 404)

    def test_the_document_says_that_it_is_one_row(self) -> None:
        paths = self.client.get("/openapi.json").get_json()["paths"]
        operation = paths[self.path("{id}")]["get"]
        assert {*operation["responses"]} >= {"200", "304", "404"}
        assert "filters" not in [parameter.get("name") for parameter in operation["parameters"]]


class RowBelowChecks(ReadOnlyRowBelowChecks):
    """One that clients may put there."""

    def made(self, id: Any) -> Body:
        """Create the row that belongs to one."""
        columns = self.items.references.items()
        reference = next(name for name, column in columns if column.key == self.column)
        return self.create(self.items, **{reference: id})

    def test_it_is_the_row_that_belongs_to_the_other(self) -> None:
        one, empty = self.owner.new_id(), self.owner.new_id()
        row = self.made(one)
        answer = self.client.get(self.path(one))
        assert (answer.status_code, answer.get_json()) == (200, row)
        assert_refused(self.client.get(self.path(empty)), 404)

    def test_it_is_not_sent_to_whoever_has_it(self) -> None:
        id = self.owner.new_id()
        row = self.made(id)
        tag = self.client.get(f"{self.items.path}/{row['id']}").headers["ETag"]
        assert self.client.get(self.path(id)).headers["ETag"] == tag
        again = self.client.get(self.path(id), headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
