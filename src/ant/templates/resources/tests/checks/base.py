"""The base of all checks: requests, rows, and the cases that tests are parametrized with."""

import inspect
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from marshmallow import fields
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import create_app
from checks.values import checked_limits, extremes, wrong_values
from factories.columns import Column, Json, steps_of
from factories.factory import Body, Factory
from helper.schema_fields import Email, ListOf, String
from startup.Alchemy import Base, engine

Cases = dict[str, Any]  # of a test, by what they are called in its name

OPAQUE = fields.Raw | ListOf  # which nothing is compared to
ANY_VERSION = {"If-Match": "*"}  # for rows of other routes, which may refuse changes without it
QUICK = "pbkdf2:sha256:1"  # how passwords are hashed here, where many are and none is a secret


def _is_address(column: Column) -> bool:
    return isinstance(column.field, Email) and not column.pattern


def _fields(wanted: Callable[[Column], object]) -> Callable[[Factory], Cases]:
    """Give the names of the fields that clients may send, and that are wanted."""
    return lambda factory: {key: key for key, column in factory.writable.items() if wanted(column)}


def _listed(wanted: Callable[[Column], object]) -> Callable[[Factory], Cases]:
    """Give those of them that lists can be filtered by as well."""
    return lambda factory: {
        name: name
        for name, column in factory.writable.items()
        if name in factory.public and not isinstance(column.field, OPAQUE) and wanted(column)
    }


def _values(make: Callable[[Column], Cases]) -> Callable[[Factory], Cases]:
    """Give pairs of a field and a value."""
    return lambda factory: {
        f"{name}, {case}": (name, value)
        for name, column in factory.writable.items()
        for case, value in make(column).items()
    }


CASES: dict[str, Callable[[Factory], Cases]] = {
    "wrong": _values(wrong_values),
    "extreme": _values(extremes),
    "beyond": _values(checked_limits),
    "written": _fields(lambda column: True),
    "required": _fields(lambda column: column.required),
    "unique": _fields(lambda column: column.unique),
    "taken": _fields(lambda column: column.unique and _is_address(column)),
    "readonly": lambda factory: {key: key for key in factory.columns if key not in factory.sent},
    "hidden": _fields(lambda column: column.hidden),
    "reference": _fields(lambda column: column.to),
    "listed": _listed(lambda column: True),
    "ordered": _listed(lambda column: steps_of(column.field) and not column.to),
    "repeated": _listed(lambda column: not column.unique),
    "emptied": _listed(lambda column: column.nullable),
    "address": _listed(_is_address),
    "held": lambda factory: {
        name: name for name in factory.public if isinstance(factory.columns[name].field, ListOf)
    },
    "text": _listed(lambda column: isinstance(column.field, String) and not column.choices),
}
"""A test with a parameter of such a name runs once for each of its cases."""


@cache
def shared_app() -> Flask:
    """Return the application; nobody may add routes to it."""
    return create_app()


class Client:
    """Sends requests to one application that all tests share, since creating it is slow."""

    client: FlaskClient

    @pytest.fixture(name="client")
    def _shared_client(self, database: None, user_token: str) -> FlaskClient:
        client = shared_app().test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {user_token}"
        return client

    @pytest.fixture(autouse=True)
    def _client(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        if find_spec(".hashed", "helper.functions"):  # it comes with the first password
            monkeypatch.setattr(import_module(".hashed", "helper.functions"), "METHOD", QUICK)
        self.client = client

    def create(self, factory: Factory, /, **values: Json) -> Body:
        """Create a row with no more than it needs and these values; return it as it is shown."""
        response = self.client.post(factory.path, json=factory.body(whole=False) | values)
        assert response.status_code == 201, response.text
        return dict(response.get_json())


class Checks(Client):
    """Tests of a route; a test without any case for the route is left out."""

    factory: ClassVar[Factory]
    cases: ClassVar = CASES

    def __init_subclass__(cls) -> None:
        """Leave out the tests that this route has no cases for."""
        super().__init_subclass__()
        for name, test in inspect.getmembers(cls, inspect.isfunction):
            wanted = cls.cases.keys() & inspect.signature(test).parameters
            if hasattr(cls, "factory") and not all(cls.cases[name](cls.factory) for name in wanted):
                setattr(cls, name, None)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a test once for each of its cases."""
        for name in self.cases.keys() & {*metafunc.fixturenames}:
            cases = self.cases[name](self.factory)
            metafunc.parametrize(name, cases.values(), ids=cases)

    def made(self, /, **values: Json) -> Body:
        """Create a row with no more than it needs and these values."""
        return self.create(self.factory, **values)

    def path(self, row: Body) -> str:
        """Return the URL of a row."""
        return f"{self.factory.path}/{row['id']}"

    def plain(self, row: Body) -> Body:
        """Return what of a shown row is stored, without what is computed."""
        return {name: row[name] for name in self.factory.plain}

    def stored(self, row: Body) -> Body:
        """Return a row as stored in the database, by the JSON keys of its columns."""
        table = Base.metadata.tables[self.factory.route]
        known = [(column.stored, key) for key, column in self.factory.columns.items()]
        keys = {stored.key: key for stored, key in known if stored is not None}
        with engine.connect() as connection:
            found = connection.execute(select(table).where(table.c.id == row["id"])).one()
        return {keys.get(k, k): value for k, value in zip(table.columns.keys(), found, strict=True)}

    def assert_shows(self, row: Body, sent: Body) -> None:
        """See that a row has the keys that the Get schema lists, and the values that were sent."""
        assert row.keys() == self.factory.keys
        for name, column in self.factory.public.items():
            if sent.get(name) is not None:
                assert row[name] == column.shown(sent[name]), name
            else:
                assert column.is_fallback(row[name]), (name, row[name])


def assert_refused(response: TestResponse, status: int, *fields: str) -> None:
    """See that a request was refused, with a message and for just these fields."""
    assert response.status_code == status, response.text
    answer = response.get_json()
    assert answer["message"]
    assert sorted(answer.get("errors", {})) == sorted(fields)
