"""What is asked of a route whose rows refer to a row of any of several routes."""

from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from checks.base import assert_refused
from checks.collections import CollectionChecks
from checks.resource import ResourceChecks
from checks.values import wrong_values
from factories.columns import Column
from factories.factory import Body, factory_of, no_row
from factories.polymorphic import PolymorphicFactory


class PolymorphicChecks(ResourceChecks):
    """The tests of every resource, and those of such references: each by its columns."""

    @property
    def polymorphic(self) -> PolymorphicFactory:
        """The factory, which knows of them."""
        assert isinstance(self.factory, PolymorphicFactory)
        return self.factory

    def leading(self, column: Column) -> tuple[Any, Body]:
        """Make a row that one can refer to; return its id, and what a body has that does so."""
        id = factory_of(column.to).new_id()
        return id, self.polymorphic.leading(column, id)

    def test_a_row_refers_to_a_row_of_each_route(self) -> None:
        row, other = self.made(), self.made()
        for column in self.polymorphic.led_to:
            _, pair = self.leading(column)
            changed = self.client.patch(self.path(row), json=pair)
            assert changed.status_code == 200, changed.text
            shown = changed.get_json()
            assert {key: shown[key] for key in pair} == pair
            assert self.client.get(self.path(row)).get_json() == shown
            parts = next(parts for parts in self.polymorphic.parts.values() if column in parts)
            stored = self.stored(row)
            assert [part for part in parts if stored[part.name] is not None] == [column]
            found = self.client.get(self.factory.path, query_string=pair).get_json()["items"]
            assert found == [shown]
        assert self.client.get(self.path(other)).get_json() == other

    def test_a_route_and_an_id_go_together(self) -> None:
        row = self.made()
        for column in self.polymorphic.led_to:
            pair = self.polymorphic.leading(column, no_row(column))
            for key in pair:
                body = {**self.factory.body(refer=no_row), **pair}
                del body[key]
                assert_refused(self.client.post(self.factory.path, json=body), 400, key)
                alone = {name: value for name, value in pair.items() if name != key}
                assert_refused(self.client.patch(self.path(row), json=alone), 400, key)

    def test_the_document_says_that_they_go_together(self) -> None:
        document = self.client.get("/openapi.json").get_json()
        body = document["paths"][self.path({"id": "{id}"})]["patch"]["requestBody"]["content"]
        name = body["application/json"]["schema"]["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
        rules = [rule for rule in (schema, *schema.get("allOf", [])) if "if" in rule]
        needed = {(*rule["if"]["required"], *rule["then"]["required"]) for rule in rules}
        assert needed == {(*pair,) for pair in self.polymorphic.pairs.values()}

    def test_all_faults_are_told_at_once(self) -> None:
        columns = self.factory.writable | {
            key: self.factory.sent[key] for pair in self.polymorphic.pairs.values() for key in pair
        }
        wrong = {name: wrong_values(column) for name, column in columns.items()}
        body = {name: next(iter(values.values())) for name, values in wrong.items() if values}
        body |= {"no_such_field": 1, "id": 1}
        assert_refused(self.client.post(self.factory.path, json=body), 400, *body)

    def test_what_is_no_route_and_no_id_is_refused(self) -> None:
        for column in self.polymorphic.led_to:
            pair = self.polymorphic.leading(column, no_row(column))
            for key, wrong in ((key, wrong) for key in pair for wrong in ("nowhere?", True)):
                body = {**self.factory.body(refer=no_row), **pair, key: wrong}
                assert_refused(self.client.post(self.factory.path, json=body), 400, key)

    def test_a_reference_to_no_row_of_a_route_is_a_conflict(self) -> None:
        row = self.made()
        for column in self.polymorphic.led_to:
            pair = self.polymorphic.leading(column, no_row(column))
            body, (_, id_key) = {**self.factory.body(), **pair}, pair
            assert_refused(self.client.post(self.factory.path, json=body), 409, id_key)
            assert_refused(self.client.patch(self.path(row), json=pair), 409, id_key)
        assert self.client.get(self.path(row)).get_json() == row

    def test_what_becomes_of_a_row_without_the_one_of_a_route(self) -> None:
        for column in self.polymorphic.led_to:
            id, pair = self.leading(column)
            row, other = self.made(**pair), self.made()
            self.assert_on_delete(row, column, id)
            if column.on_delete == "SET NULL":
                after = self.client.get(self.path(row)).get_json()
                assert [after[key] for key in pair] == [None, None]
            assert self.client.get(self.path(other)).get_json() == other

    def test_the_table_takes_no_row_that_refers_to_two(self) -> None:
        data = self.factory.loaded(self.factory.body())
        for name, parts in self.polymorphic.parts.items():
            ids = {part.name: factory_of(part.to).new_id() for part in parts}
            wrong: list[Body] = [ids] if len(ids) > 1 else []
            wrong += [dict.fromkeys(ids)] if self.polymorphic.needs(name) else []
            for columns in wrong:
                with pytest.raises(DBAPIError):
                    self.factory.create({**data, **columns})


class PolymorphicCollectionChecks(CollectionChecks):
    """A list of rows that refer to a row of this route, or of another one."""

    def belonging(self, id: Any, count: int) -> list[Body]:
        """Make rows that belong to one."""
        assert isinstance(self.items, PolymorphicFactory)
        pair = self.items.leading(self.items.columns[self.column], id)
        return [self.made(**pair) for _ in range(count)]
