"""What all checks have in common: requests, rows, and which cases a test is for."""

import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from factories.factory import Body, Factory
from factories.kinds import Document, Json, Kind
from factories.texts import Email, Text
from helper.functions import hashed
from startup.Alchemy import Base, engine

Cases = dict[str, Any]
"""The cases of a test, by what they are called in its name."""

NO_ID = 2**40
QUICK = "pbkdf2:sha256:1"
"""How passwords are hashed here, where many are and none is a secret."""


def _names(wanted: Callable[[Factory, str], bool]) -> Callable[[Factory], Cases]:
    return lambda factory: {each: each for each in factory.columns if wanted(factory, each)}


def _wrong(factory: Factory) -> Cases:
    kinds = factory.writable.items()
    return {f"{n}, {case}": (n, value) for n, kind in kinds for case, value in kind.wrong().items()}


def _extreme(factory: Factory) -> Cases:
    kinds = factory.writable.items()
    found = {(n, case): value for n, kind in kinds for case, value in kind.extremes().items()}
    return {f"{name}, {case}": (name, value) for (name, case), value in found.items()}


def _is_unique_address(kind: Kind) -> bool:
    return isinstance(kind, Email) and kind.unique and not kind.pattern


def _is_listed(factory: Factory, name: str) -> bool:
    """Whether lists can be filtered by it, and a request can say what it is."""
    is_public = name in factory.public and name in factory.writable
    return is_public and not isinstance(factory.columns[name], Document)


CASES: dict[str, Callable[[Factory], Cases]] = {
    "wrong": _wrong,
    "extreme": _extreme,
    "written": _names(lambda f, n: n in f.writable),
    "required": _names(lambda f, n: n in f.writable and f.columns[n].required),
    "unique": _names(lambda f, n: n in f.writable and f.columns[n].unique),
    "taken": _names(lambda f, n: n in f.writable and _is_unique_address(f.columns[n])),
    "readonly": _names(lambda f, n: f.columns[n].readonly),
    "hidden": _names(lambda f, n: f.columns[n].hidden),
    "reference": _names(lambda f, n: n in f.references),
    "listed": _names(_is_listed),
    "ordered": _names(lambda f, n: _is_listed(f, n) and f.columns[n].ordered),
    "repeated": _names(lambda f, n: _is_listed(f, n) and not f.columns[n].unique),
    "emptied": _names(lambda f, n: _is_listed(f, n) and f.columns[n].nullable),
    "address": _names(lambda f, n: _is_listed(f, n) and isinstance(f.columns[n], Email)),
    "text": _names(lambda f, n: _is_listed(f, n) and isinstance(f.columns[n], Text)),
}
"""Where a test has a parameter of such a name, it runs once for each case of it."""


@cache
def shared_app() -> Flask:
    """Return the application; nobody may add routes to it."""
    return create_app()


class Client:
    """What sends requests, to one application for all tests: it takes long to make."""

    client: FlaskClient

    @pytest.fixture(name="client")
    def _shared_client(self, database: None, user_token: str) -> FlaskClient:
        client = shared_app().test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {user_token}"
        return client

    @pytest.fixture(autouse=True)
    def _client(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hashed, "METHOD", QUICK)
        self.client = client


class Checks(Client):
    """Tests of a route; a test for cases that the route has none of is left out."""

    factory: ClassVar[Factory]

    def __init_subclass__(cls) -> None:
        """Leave out the tests that this route has no cases for."""
        super().__init_subclass__()
        for name, test in inspect.getmembers(cls, inspect.isfunction):
            wanted = CASES.keys() & inspect.signature(test).parameters
            if hasattr(cls, "factory") and not all(CASES[each](cls.factory) for each in wanted):
                setattr(cls, name, None)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a test once for each of its cases."""
        for name in CASES.keys() & {*metafunc.fixturenames}:
            cases = CASES[name](self.factory)
            metafunc.parametrize(name, cases.values(), ids=cases)

    def made(self, /, **values: Json) -> Body:
        """Make a row with no more than it needs and these values; return it as it is shown."""
        response = self.client.post(
            self.factory.path, json={**self.factory.body(whole=False), **values}
        )
        assert response.status_code == 201, response.text
        return dict(response.get_json())

    def path(self, row: Body) -> str:
        """Return the URL of a row."""
        return f"{self.factory.path}/{row['id']}"

    def plain(self, row: Body) -> Body:
        """Return what of a shown row is stored, without what is computed."""
        return {name: row[name] for name in self.factory.plain}

    def stored(self, row: Body) -> Body:
        """Return a row as the database has it."""
        table = Base.metadata.tables[self.factory.route]
        with engine.connect() as connection:
            found = connection.execute(select(table).where(table.c.id == row["id"]))
            return dict(found.mappings().one())

    def assert_shows(self, row: Body, sent: Body) -> None:
        """See that a row has the keys that the Get schema lists, and the values that were sent."""
        assert row.keys() == self.factory.keys
        for name, kind in self.factory.public.items():
            if sent.get(name) is not None:
                assert row[name] == kind.shown(sent[name]), name
            else:
                assert kind.is_fallback(row[name]), (name, row[name])


def assert_refused(response: TestResponse, status: int, *fields: str) -> None:
    """See that a request was refused, with a message and for just these fields."""
    assert response.status_code == status, response.text
    answer = response.get_json()
    assert answer["message"]
    assert sorted(answer.get("errors", {})) == sorted(fields)
