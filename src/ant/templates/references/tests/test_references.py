"""``?expand=`` shows related rows, and filters find rows by related ones."""

from pathlib import Path
from typing import Any

import pytest

from checks.base import Client, assert_refused
from checks.lists import as_text
from factories.factory import Factory, factory_of
from helper.functions.list_query import queryable
from helper.related_rows import Relation, referred, relations
from helper.schema_fields import ListOf, Time

FILES = sorted(Path(__file__).parent.glob("factories/*_factory.py"))
FACTORIES = [factory_of(file.name.removesuffix("_factory.py")) for file in FILES]
RELATIONS = {
    f"{factory.route}-{name}": (factory, name)
    for factory in FACTORIES
    for name in relations(factory.shown)
}


def target_of(relation: Relation) -> Factory:
    """Return the factory of the related rows."""
    return next(factory for factory in FACTORIES if factory.shown is relation.schema)


@pytest.mark.parametrize(("factory", "name"), RELATIONS.values(), ids=RELATIONS)
class TestReferences(Client):
    """What a request may ask of each relation."""

    def read(self, path: str, **parameters: str) -> Any:
        """Return an answer in JSON."""
        response = self.client.get(path, query_string=parameters)
        assert response.status_code == 200, response.text
        return response.get_json()

    def is_told(self, factory: Factory) -> bool:
        """Whether both views of a route name what they show: of before, some name no schema."""
        paths = self.read("/openapi.json")["paths"]
        ends = (factory.path, factory.path + "/{id}")
        return all("'name': 'expand'" in str(paths[end]["get"]) for end in ends)

    def made(self, factory: Factory) -> tuple[str, Any]:
        """Create a row with related rows; return its URL, and what a GET shows."""
        path = f"{factory.path}/{self.create(factory, **factory.body())['id']}"
        return path, self.read(path)

    def targets(self, relation: Relation, row: Any) -> list[Any]:
        """Return the related rows of a row: none where a reference is null."""
        ids = row[relation.key] if relation.link else [row[relation.key]]
        return [self.read(f"{target_of(relation).path}/{id}") for id in ids if id is not None]

    def test_a_row_is_shown_with_what_it_leads_to(self, factory: Factory, name: str) -> None:
        path, row = self.made(factory)
        if not self.is_told(factory):
            return
        relation = relations(factory.shown)[name]
        targets = self.targets(relation, row)
        shown = targets if relation.link else next(iter(targets), None)
        wanted = {**row, relation.shown_as: shown}
        assert self.read(path, expand=name) == wanted
        listed = self.read(factory.path, expand=name, id=row["id"])["items"]
        assert listed == [wanted]
        self.is_a_version_of_the_row(f"{path}?expand={name}", path)
        few = self.read(factory.path, expand=name, id=row["id"], fields="id")["items"]
        assert few == [{"id": row["id"], relation.shown_as: shown}]

    def is_a_version_of_the_row(self, expanded: str, path: str) -> None:
        """Assert that whoever has read a row with related rows may change it."""
        tag = self.client.get(expanded).headers["ETag"]
        again = self.client.get(expanded, headers={"If-None-Match": tag})
        assert again.status_code == 304
        changed = self.client.patch(path, json={}, headers={"If-Match": tag})
        assert changed.status_code == 200

    def test_what_leads_nowhere_is_refused(self, factory: Factory, name: str) -> None:
        path, _ = self.made(factory)
        for place in (path, factory.path) if self.is_told(factory) else (factory.path,):
            assert_refused(self.client.get(f"{place}?expand={name},no_such"), 400, "expand")

    def test_rows_are_found_by_what_they_refer_to(self, factory: Factory, name: str) -> None:
        relation = relations(factory.shown)[name]
        _, row = self.made(factory)
        other: dict[str, Any] = {} if relation.link else next(iter(self.targets(relation, row)), {})
        known = referred(factory.shown, queryable)
        for key, value in other.items():
            field = known.get(f"{name}__{key}")
            if field is None or value is None or isinstance(field, ListOf | Time):
                continue
            found = self.read(factory.path, **{f"{name}__{key}": as_text(value)})["items"]
            assert row in found
            others = self.read(factory.path, **{f"{name}__{key}__ne": as_text(value)})["items"]
            assert row not in others
            wrong = f"{name}__{key}__near"
            assert_refused(self.client.get(f"{factory.path}?{wrong}=1"), 400, wrong)
