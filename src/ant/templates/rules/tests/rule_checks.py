"""What is asked of a resource with rules over several fields: unique together, or compared."""

from collections.abc import Callable, Container
from typing import ClassVar

from werkzeug.test import TestResponse

from checks.base import CASES, Cases, assert_refused
from checks.resource import ResourceChecks
from factories.columns import Column, Json
from factories.factory import TRIES, Body, Factory
from factories.rules import Comparison, RuledFactory, UniqueKey


def _but(
    name: str, spoken_of: Callable[[RuledFactory], Container[str]]
) -> Callable[[Factory], Cases]:
    """Give those cases of every resource that are of fields no such rule speaks of."""

    def cases(factory: Factory) -> Cases:
        assert isinstance(factory, RuledFactory)
        found, names = CASES[name](factory), spoken_of(factory)
        return {
            called: case
            for called, case in found.items()
            if (case if isinstance(case, str) else case[0]) not in names
        }

    return cases


def _keys(factory: Factory) -> Cases:
    """Give the unique keys whose values clients can send, or a token says them."""
    assert isinstance(factory, RuledFactory)
    return {
        ", ".join(key.columns): key
        for key in factory.unique_keys
        if factory.sent.keys() >= {*key.columns} and factory.writable.keys() >= key.conditions
    }


def _comparisons(factory: Factory) -> Cases:
    """Give what is compared of fields that clients may send."""
    assert isinstance(factory, RuledFactory)
    rules = factory.comparisons
    return {" ".join(rule): rule for rule in rules if {rule[0], rule[2]} <= factory.writable.keys()}


def _told_apart(factory: RuledFactory) -> set[str]:
    """The columns that may not be the same in all rows."""
    return factory.telling.union(*(key.conditions for key in factory.unique_keys))


class RuleChecks(ResourceChecks):
    """The tests of every resource, and rows whose values do not go together."""

    cases: ClassVar = {
        **CASES,
        "extreme": _but("extreme", lambda factory: factory.windows),
        "beyond": _but("beyond", lambda factory: factory.windows),
        "unique": _but("unique", lambda factory: factory.telling),
        "taken": _but("taken", lambda factory: factory.telling),
        "repeated": _but("repeated", _told_apart),
        "together": _keys,
        "compared": _comparisons,
    }

    @property
    def ruled(self) -> RuledFactory:
        """The factory, which knows of the rules."""
        assert isinstance(self.factory, RuledFactory)
        return self.factory

    def test_what_is_taken_together_is_a_conflict(self, together: UniqueKey) -> None:
        body = {**self.factory.body(), **self.ruled.inside(together)}
        assert self.client.post(self.factory.path, json=body).status_code == 201
        other = self.client.post(self.factory.path, json=self.other(together, body))
        assert other.status_code == 201, other.text
        row = other.get_json()
        same = self.ruled.inside(together)
        named = [name for name in together.columns if name in self.factory.writable]
        same |= {name: self.alike(name, body[name], together) for name in named}
        again = {**self.other(together, body), **same}
        assert_refused(self.client.post(self.factory.path, json=again), 409, *together.columns)
        assert_refused(self.client.patch(self.path(row), json=same), 409, *together.columns)
        assert self.client.get(self.path(row)).get_json() == row

    def alike(self, name: str, value: Json, key: UniqueKey) -> Json:
        """Return what a unique key takes for the same: if it can be, in another case."""
        other = value.swapcase() if name in key.lowered - key.conditions else value
        return other if Column.takes(self.factory.columns[name], other) else value

    def other(self, key: UniqueKey, body: Body) -> Body:
        """Return another body that would not break any other unique key beside this one."""
        others = [
            {*other.columns} - {*key.columns}
            for other in self.ruled.unique_keys
            if other != key and not self.ruled.is_avoided(other)
        ]
        found = self.factory.body()
        for _ in range(TRIES):
            if all(any(found.get(name) != body.get(name) for name in names) for names in others):
                break
            found = self.factory.body()
        return found

    def test_what_does_not_compare_is_refused(self, compared: Comparison) -> None:
        stored, sent = next(self.ruled.clashes(compared))
        wrong = {**stored, **sent}
        self.assert_incomparable(self.client.post(self.factory.path, json=wrong), compared)

    def test_what_does_not_compare_to_the_stored_row_is_refused(self, compared: Comparison) -> None:
        stored, sent = next(self.ruled.clashes(compared))
        made = self.client.post(self.factory.path, json=stored)
        assert made.status_code == 201, made.text
        row = made.get_json()
        self.assert_incomparable(self.client.patch(self.path(row), json=sent), compared)
        assert self.client.get(self.path(row)).get_json() == row

    def assert_incomparable(self, response: TestResponse, compared: Comparison) -> None:
        """See that a request was refused for two fields, or for one of them and a third."""
        assert response.status_code == 400, response.text
        told = {*response.get_json()["errors"]}
        pairs = [{left, right} for left, _, right in self.ruled.comparisons]
        assert told in [pair for pair in pairs if pair & {compared[0], compared[2]}]
