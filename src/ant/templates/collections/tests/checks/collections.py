"""The rows of one route that belong to one row of another."""

from typing import Any, ClassVar

from checks.base import ANY_VERSION, Client, assert_refused
from factories.factory import Body, Factory
from helper.DBSession import myDB


class Below(Client):
    """What is below a row of ``owner`` at ``name``: the ``items`` that refer to it."""

    owner: ClassVar[Factory]
    name: ClassVar[str]
    items: ClassVar[Factory]
    column: ClassVar[str]

    def path(self, id: Any) -> str:
        """Return the URL of what is below a row."""
        return f"{self.owner.path}/{id}/{self.name}"


class ReadOnlyCollectionChecks(Below):
    """A list below a row."""

    def listed(self, id: Any, /, **parameters: Any) -> list[Any]:
        """Return the ids of the rows that the list below a row has."""
        response = self.client.get(self.path(id), query_string=parameters)
        assert response.status_code == 200, response.text
        answer = response.get_json()
        assert answer["total"] >= len(answer["items"])
        return [row["id"] for row in answer["items"]]

    def test_the_list_of_a_new_row_is_empty(self) -> None:
        assert self.listed(self.owner.new_id()) == []

    def test_below_a_row_that_is_not_there_is_nothing(self) -> None:
        assert_refused(self.client.get(self.path(self.owner.id_of())), 404)

    def test_a_parameter_that_means_nothing_is_refused(self) -> None:
        path = f"{self.path(self.owner.new_id())}?no_such_field=1"
        assert_refused(self.client.get(path), 400, "no_such_field")


class CollectionChecks(ReadOnlyCollectionChecks):
    """A list of rows that clients may create there."""

    def made(self, /, **values: Any) -> Body:
        """Create one of the rows that are listed."""
        return self.create(self.items, **values)

    def belonging(self, id: Any, count: int) -> list[Body]:
        """Make rows that belong to one."""
        is_unique = self.items.columns[self.column].unique
        return [self.made(**{self.column: id}) for _ in range(1 if is_unique else count)]

    def test_the_list_has_what_belongs_to_the_row(self) -> None:
        one, other = self.owner.new_id(), self.owner.new_id()
        rows = self.belonging(one, self.items.capacity(2))
        ids = [row["id"] for row in rows]
        assert self.client.get(self.path(one)).get_json()["items"] == rows
        assert self.listed(other) == []
        assert self.listed(one, sort="-id") == ids[::-1]
        assert self.listed(one, per_page=1) == ids[:1]
        assert self.listed(one, id__in=ids[0]) == ids[:1]
        assert self.listed(one, id__ne=ids[0]) == ids[1:]


class LinkChecks(CollectionChecks):
    """A list of rows that are linked and unlinked."""

    def belonging(self, id: Any, count: int) -> list[Body]:
        """Make rows and link them."""
        rows = [self.made() for _ in range(count)]
        for row in rows:
            response = self.client.put(f"{self.path(id)}/{row['id']}")
            assert (response.status_code, response.data) == (204, b"")
        return rows

    def test_what_is_linked_already_stays_so(self) -> None:
        id = self.owner.new_id()
        row = self.belonging(id, 1)[0]
        assert self.client.put(f"{self.path(id)}/{row['id']}").status_code == 204
        assert self.listed(id) == [row["id"]]

    def test_what_is_taken_out_is_there_no_longer(self) -> None:
        id = self.owner.new_id()
        *_, row = rows = self.belonging(id, self.items.capacity(2))
        path = f"{self.path(id)}/{row['id']}"
        assert self.client.delete(path).status_code == 204
        assert self.listed(id) == [row["id"] for row in rows[:-1]]
        assert_refused(self.client.delete(path), 404)
        assert self.client.get(f"{self.items.path}/{row['id']}").status_code == 200

    def test_nothing_is_linked_to_what_is_not_there(self) -> None:
        id, item = self.owner.new_id(), self.made()["id"]
        assert_refused(self.client.put(f"{self.path(id)}/{self.items.id_of()}"), 404)
        assert_refused(self.client.put(f"{self.path(self.owner.id_of())}/{item}"), 404)

    def test_a_link_to_nothing_costs_a_transaction_nothing_else(self) -> None:
        with myDB.transaction():
            id, item = self.owner.new_id(), self.made()["id"]
            assert_refused(self.client.put(f"{self.path(id)}/{self.items.id_of()}"), 404)
            assert self.client.put(f"{self.path(id)}/{item}").status_code == 204
        assert self.listed(id) == [item]

    def test_a_link_goes_with_either_row(self) -> None:
        id = self.owner.new_id()
        rows = self.belonging(id, self.items.capacity(2))
        item = self.client.delete(f"{self.items.path}/{rows[0]['id']}", headers=ANY_VERSION)
        assert item.status_code == 204
        assert self.listed(id) == [row["id"] for row in rows[1:]]
        assert self.client.delete(f"{self.owner.path}/{id}", headers=ANY_VERSION).status_code == 204
