"""What is asked of the bytes of a row: base64 in JSON, and answered at a URL of their own."""

from base64 import b64decode, b64encode
from typing import ClassVar

import pytest
from sqlalchemy.exc import IntegrityError

from checks.base import ANY_VERSION, Client, assert_refused
from checks.document import schema_in
from checks.values import RIGHT, WRONG
from factories.columns import Column
from factories.factory import Body, Factory
from helper.binary import Binary, longest_text
from startup.Alchemy import engine

pytest.register_assert_rewrite("checks.base")

WRONG[Binary] = {
    "number": 1,
    "empty": "",
    "no base64": "a?==",
    "for URLs": "_-8=",
    "without padding": "AP8",
    "of more lines": "AP8=\n",
    "unused bits": "AP9=",
}
RIGHT[Binary] = {"every byte": b64encode(bytes(range(256))).decode()}


class BinaryChecks(Client):
    """The bytes at ``name`` below a row."""

    factory: ClassVar[Factory]
    name: ClassVar[str]

    @property
    def column(self) -> Column:
        """What clients send."""
        columns = self.factory.columns.values()
        return next(column for column in columns if self.name == column.key.removesuffix("_"))

    def path(self, row: Body) -> str:
        """Return the URL of the bytes."""
        return f"{self.factory.path}/{row['id']}/{self.name}"

    def stored(self) -> tuple[Body, bytes]:
        """Make a row with bytes."""
        content = self.factory.other_value(self.column.name)
        return self.create(self.factory, **{self.column.name: content}), b64decode(content)

    def test_they_are_answered_as_they_were_sent(self) -> None:
        row, content = self.stored()
        answer = self.client.get(self.path(row))
        assert (answer.status_code, answer.data) == (200, content)
        assert answer.mimetype == "application/octet-stream"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == f"attachment; filename={self.name}"

    def test_they_are_not_sent_to_whoever_has_them(self) -> None:
        row, _ = self.stored()
        known = {"If-None-Match": self.client.get(self.path(row)).headers["ETag"]}
        again = self.client.get(self.path(row), headers=known)
        assert (again.status_code, again.data) == (304, b"")
        other = self.factory.other_value(self.column.name)
        path = f"{self.factory.path}/{row['id']}"
        change = {self.column.name: other}
        assert self.client.patch(path, json=change, headers=ANY_VERSION).status_code == 200
        assert self.client.get(self.path(row), headers=known).data == b64decode(other)

    def test_a_row_shows_them_where_it_is_asked_for_them(self) -> None:
        (row, content), key = self.stored(), self.column.name
        path, asked = f"{self.factory.path}/{row['id']}", {"expand": key}
        assert key not in row
        shown = self.client.get(path, query_string=asked)
        assert shown.get_json() == {**row, key: b64encode(content).decode()}
        again = {"If-None-Match": shown.headers["ETag"]}
        assert self.client.get(path, query_string=asked, headers=again).status_code == 304
        assert_refused(self.client.get(self.factory.path, query_string=asked), 400, "expand")
        unknown = self.client.get(path, query_string={"expand": f"{key},no_such"})
        assert_refused(unknown, 400, "expand")
        if self.column.nullable:
            empty = self.client.patch(path, json={key: None}, headers=ANY_VERSION).get_json()
            assert self.client.get(path, query_string=asked).get_json() == {**empty, key: None}

    def test_where_there_are_none_is_nothing(self) -> None:
        (row, _), (other, _) = self.stored(), self.stored()
        path, elsewhere = (f"{self.factory.path}/{made['id']}" for made in (row, other))
        missing = self.path({"id": self.factory.id_of()})
        assert_refused(self.client.get(missing), 404)
        assert self.client.delete(path, headers=ANY_VERSION).status_code == 204
        assert_refused(self.client.get(self.path(row)), 404)
        if self.column.nullable:
            empty = {self.column.name: None}
            assert self.client.patch(elsewhere, json=empty, headers=ANY_VERSION).status_code == 200
            assert_refused(self.client.get(self.path(other)), 404)

    def test_there_are_no_more_than_the_limit(self) -> None:
        row, _ = self.stored()
        field, stored = self.column.field, self.column.stored
        assert isinstance(field, Binary) and stored is not None
        for size in (field.most, field.most + 1):
            content = bytes(size)
            is_right = size == field.most
            assert self.column.takes(b64encode(content).decode()) == is_right
            change = stored.table.update().where(stored.table.c.id == row["id"])
            with engine.connect() as connection:
                if is_right:
                    connection.execute(change.values({stored.key: content}))
                    continue
                with pytest.raises(IntegrityError):
                    connection.execute(change.values({stored.key: content}))

    def test_the_document_tells_of_them(self) -> None:
        document = self.client.get("/openapi.json").get_json()
        operation = document["paths"][self.path({"id": "{id}"})]["get"]
        assert {*operation["responses"]} >= {"200", "304", "404"}
        assert [*operation["responses"]["200"]["content"]] == ["application/octet-stream"]
        choices = document["paths"][f"{self.factory.path}/{{id}}"]["get"]["parameters"]
        [expand] = [choice for choice in choices if choice.get("name") == "expand"]
        assert self.column.name in expand["schema"]["items"]["enum"]
        sent = document["paths"][self.factory.path]["post"]["requestBody"]["content"]
        schema = schema_in(document, sent["application/json"]["schema"])
        field = schema["properties"][self.column.name]
        assert isinstance(self.column.field, Binary)
        assert field["format"] == "byte"
        assert field["maxLength"] == longest_text(self.column.field.most)
