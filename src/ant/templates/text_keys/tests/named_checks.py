"""What is asked of a resource whose rows are called by texts that clients give."""

import pytest

from checks.base import assert_refused, shared_app
from checks.lists import WRONG_PARAMETERS
from checks.resource import ResourceChecks
from factories.named import NamedFactory

WRONG = ("", " ", "a b", "a/b", "a,b", "/a", ".", "..", "-a", "é", "a\0", 1, None)
OF_ALL = [name for name in WRONG_PARAMETERS if not name.startswith("id")]


class NamedChecks(ResourceChecks):
    """The tests of every resource, and of ids that are given, taken, wrong, or to be changed."""

    @property
    def longest(self) -> int:
        """The most characters of an id."""
        assert isinstance(self.factory, NamedFactory)
        return self.factory.longest

    def test_a_row_is_called_as_its_client_says(self) -> None:
        for text in ("a" * self.longest, "A.~_:@-z"[: self.longest]):
            row = self.made(id=text)
            assert row["id"] == text
            assert self.client.get(self.path(row)).get_json() == row
            listed = self.client.get(self.factory.path, query_string={"id": text})
            assert listed.get_json()["items"] == [row]

    def test_an_id_that_is_taken_is_a_conflict(self) -> None:
        row = self.made()
        body = self.factory.body(whole=False) | {"id": row["id"]}
        assert_refused(self.client.post(self.factory.path, json=body), 409, "id")
        assert self.client.get(self.path(row)).get_json() == row

    @pytest.mark.parametrize("given", WRONG)
    def test_what_is_no_id_is_refused(self, given: object) -> None:
        body = self.factory.body(whole=False) | {"id": given}
        assert_refused(self.client.post(self.factory.path, json=body), 400, "id")

    def test_the_name_of_an_endpoint_is_no_id(self) -> None:
        start = f"{self.factory.path}/"
        rules = shared_app().url_map.iter_rules()
        urls = [rule.rule for rule in rules if "GET" in (rule.methods or ())]
        names = [url.removeprefix(start) for url in urls if url.startswith(start)]
        for name in (name for name in names if name.isidentifier()):
            body = self.factory.body(whole=False) | {"id": name}
            assert_refused(self.client.post(self.factory.path, json=body), 400, "id")

    def test_an_id_that_is_too_long_is_refused(self) -> None:
        body = self.factory.body(whole=False) | {"id": "a" * (self.longest + 1)}
        assert_refused(self.client.post(self.factory.path, json=body), 400, "id")

    def test_an_id_is_needed_and_never_changes(self) -> None:
        row, body = self.made(), self.factory.body()
        post = self.client.post(self.factory.path, data="{}", content_type="application/json")
        assert post.status_code == 400
        assert "id" in post.get_json()["errors"]
        for method in ("PUT", "PATCH"):
            change = {**body, "id": row["id"]}
            assert_refused(self.client.open(self.path(row), method=method, json=change), 400, "id")

    def test_a_text_that_no_database_stores_is_the_id_of_no_row(self) -> None:
        for method in ("GET", "PUT", "PATCH", "DELETE"):
            body = self.factory.body()
            path = f"{self.factory.path}/a%00"
            assert_refused(self.client.open(path, method=method, json=body), 404)

    @pytest.mark.parametrize("name", OF_ALL)
    def test_a_parameter_that_means_nothing_is_refused(self, name: str) -> None:
        super().test_a_parameter_that_means_nothing_is_refused(name)
