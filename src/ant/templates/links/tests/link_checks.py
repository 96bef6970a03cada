"""The ids of the rows that a row is linked to, in its body and in what is shown of it."""

from typing import Any, ClassVar

from checks.base import assert_refused
from checks.collections import LinkChecks
from factories.factory import Body


class ReverseLinkChecks(LinkChecks):
    """A list whose rows show the ids of those that they are below."""

    def belonging(self, id: int, count: int) -> list[Body]:
        """Make rows and link them; return them as they are shown afterwards."""
        paths = [f"{self.items.path}/{row['id']}" for row in super().belonging(id, count)]
        return [dict(self.client.get(path).get_json()) for path in paths]


class LinkIdChecks(LinkChecks):
    """A list whose ids are at ``name`` in each row of ``owner``, too."""

    name: ClassVar[str]

    def owning(self, *ids: Any, **values: Any) -> Body:
        """Create a row with links to others."""
        return self.create(self.owner, **{**values, self.name: [*ids]})

    def changed(self, row: Body, *ids: Any) -> Body:
        """Give a row other links, and return it as the answer shows it."""
        headers = {"If-Match": self.client.get(self.row_path(row)).headers["ETag"]}
        body = {self.name: [*ids]}
        response = self.client.patch(self.row_path(row), json=body, headers=headers)
        assert response.status_code == 200, response.text
        return dict(response.get_json())

    def row_path(self, row: Body) -> str:
        """Return the URL of a row."""
        return f"{self.owner.path}/{row['id']}"

    def shown(self, row: Body) -> list[Any]:
        """Return the ids that a row shows, which its list has as well."""
        ids = self.client.get(self.row_path(row)).get_json()[self.name]
        in_list = self.client.get(self.owner.path, query_string={"id": row["id"]}).get_json()
        assert self.listed(row["id"]) == in_list["items"][0][self.name] == ids
        return list(ids)

    def test_a_row_shows_the_ids_that_it_was_made_with(self) -> None:
        ids = [self.made()["id"] for _ in range(self.items.capacity(2))]
        row = self.owning(*ids[::-1], ids[0])
        assert row[self.name] == self.shown(row) == ids
        assert self.changed(row, ids[0])[self.name] == self.shown(row) == ids[:1]
        assert self.changed(row)[self.name] == self.shown(row) == []
        assert self.changed(row, ids[-1])[self.name] == self.shown(row) == ids[-1:]

    def test_links_of_which_nothing_is_said_stay(self) -> None:
        row = self.owning(self.made()["id"])
        headers = {"If-Match": self.client.get(self.row_path(row)).headers["ETag"]}
        body = self.owner.body(whole=False)
        response = self.client.put(self.row_path(row), json=body, headers=headers)
        assert response.get_json()[self.name] == self.shown(row) == row[self.name]

    def test_an_id_of_no_row_is_refused_and_nothing_is_written(self) -> None:
        id, missing = self.made()["id"], self.items.id_of()
        row = self.owning(id)
        total = self.client.get(self.owner.path).get_json()["total"]
        body = {**self.owner.body(whole=False), self.name: [id, missing]}
        response = self.client.post(self.owner.path, json=body)
        assert_refused(response, 409, self.name)
        assert str(missing) in response.get_json()["message"]
        headers = {"If-Match": self.client.get(self.row_path(row)).headers["ETag"]}
        path, body = self.row_path(row), {self.name: [missing]}
        assert_refused(self.client.patch(path, json=body, headers=headers), 409, self.name)
        assert self.client.get(self.owner.path).get_json()["total"] == total
        assert self.shown(row) == [id]
