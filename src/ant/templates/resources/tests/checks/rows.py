"""Rows are made, shown, changed and deleted."""

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from werkzeug.security import check_password_hash

from checks.base import Checks
from factories.columns import Json
from helper.schema_fields import Password
from startup.Alchemy import Base, engine

METHODS = ("PUT", "PATCH", "DELETE")


class RowChecks(Checks):
    """What can be done with one row."""

    def test_a_row_is_made_with_all_that_was_sent(self) -> None:
        body = self.factory.body()
        response = self.client.post(self.factory.path, json=body)
        assert response.status_code == 201
        row = response.get_json()
        self.assert_shows(row, body)
        assert response.headers["Location"] == self.path(row)
        read = self.client.get(self.path(row))
        assert (read.data, read.headers["ETag"]) == (response.data, response.headers["ETag"])

    def test_a_row_needs_no_more_than_what_is_required(self) -> None:
        body = self.factory.body(whole=False)
        self.assert_shows(self.client.post(self.factory.path, json=body).get_json(), body)

    def test_an_extreme_value_is_taken(self, extreme: tuple[str, Json]) -> None:
        name, value = extreme
        row = self.made(**{name: value})
        if name in self.factory.public:
            shown = self.factory.columns[name].shown(value)
            assert row[name] == self.client.get(self.path(row)).get_json()[name] == shown

    def test_a_row_is_not_sent_to_whoever_has_it(self) -> None:
        row = self.made()
        tag = self.client.get(self.path(row)).headers["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = self.client.get(self.path(row), headers={"If-None-Match": known})
            assert (again.status_code, again.data) == (304, b""), known

    def test_put_replaces_a_whole_row(self) -> None:
        first = self.client.post(self.factory.path, json=self.factory.body()).get_json()
        before, body = self.stored(first), self.factory.body(whole=False)
        response = self.client.put(self.path(first), json=body)
        assert response.status_code == 200
        row = response.get_json()
        self.assert_shows(row, body)
        assert row["id"] == first["id"]
        assert self.stored(row)["created_at"] == before["created_at"]
        assert self.client.get(self.path(row)).get_json() == row
        for name, column in self.factory.writable.items():
            if column.hidden and not column.required:  # who has not seen it cannot send it back
                assert self.stored(row)[name] == before[name]

    def test_put_wants_what_is_required(self, required: str) -> None:
        row, body = self.made(), self.factory.body()
        del body[required]
        assert self.client.put(self.path(row), json=body).status_code == 400

    def test_patch_changes_one_field_and_no_other(self, written: str) -> None:
        row, other = self.made(), self.made()
        before = self.stored(row)
        value = self.factory.other_value(written)
        response = self.client.patch(self.path(row), json={written: value})
        assert response.status_code == 200
        column = self.factory.columns[written]
        wanted, after = self.plain(row), response.get_json()
        if written in wanted:
            wanted[written] = column.shown(value)
        wanted |= {name: after[name] for name in ("updated_at",) if name in wanted}
        assert self.plain(after) == wanted
        assert self.stored(row)["updated_at"] > before["updated_at"]
        assert self.client.get(self.path(row)).get_json() == after
        assert self.client.get(self.path(other)).get_json() == other

    def test_patch_may_change_nothing(self) -> None:
        row = self.made()
        assert self.client.patch(self.path(row), json={}).get_json() == row

    def test_a_deleted_row_is_gone(self) -> None:
        row, other = self.made(), self.made()
        response = self.client.delete(self.path(row))
        assert (response.status_code, response.data) == (204, b"")
        assert self.client.get(self.path(row)).status_code == 404
        assert self.client.get(self.path(other)).get_json() == other

    def test_a_change_of_what_should_not_be_there_already_is_refused(self) -> None:
        row, body = self.made(), self.factory.body()
        response = self.client.put(self.path(row), json=body, headers={"If-None-Match": "*"})
        assert response.status_code == 412
        assert self.client.get(self.path(row)).get_json() == row

    @pytest.mark.parametrize("method", METHODS)
    def test_a_change_of_what_has_changed_since_is_refused(self, method: str) -> None:
        row, body = self.made(), self.factory.body()
        path = self.path(row)
        tag = self.client.get(path).headers["ETag"]
        late = self.client.open(path, method=method, json=body, headers={"If-Match": '"old", ""'})
        assert late.status_code == 412
        assert self.client.get(path).get_json() == row
        right = self.client.open(path, method=method, json=body, headers={"If-Match": tag})
        assert right.status_code == (204 if method == "DELETE" else 200)

    def test_a_row_is_locked_while_its_precondition_is_checked(self) -> None:
        row = self.made()
        table = Base.metadata.tables[self.factory.route]
        same = table.update().where(table.c.id == row["id"]).values(id=table.c.id)

        def change_it_elsewhere(_row: Any) -> None:
            with engine.connect() as other:
                is_sqlite = engine.dialect.name == "sqlite"
                soon = "PRAGMA busy_timeout = 0" if is_sqlite else "SET lock_timeout = 1"
                other.exec_driver_sql(soon)
                with pytest.raises(OperationalError):
                    other.execute(same)
                other.invalidate()  # nobody else is to be so impatient

        self.factory.patch(row["id"], {}, change_it_elsewhere)

    def test_what_is_hidden_is_stored_all_the_same(self, hidden: str) -> None:
        body = self.factory.body()
        stored = self.stored(self.made(**body))[hidden]
        if isinstance(self.factory.columns[hidden].field, Password):
            assert check_password_hash(stored, body[hidden])
        else:
            assert stored is not None
