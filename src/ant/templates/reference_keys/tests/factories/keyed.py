"""Rows whose key is a reference: bodies are without, and the client of the tests says it in a POST."""

import json
from contextlib import suppress
from functools import cached_property
from importlib import import_module
from typing import Any, TypeVar, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect

from factories.columns import Column, Json
from factories.factory import Body, Factory, Refer, factory_of

with suppress(ModuleNotFoundError):  # only where clients give ids
    import_module("factories.named")  # whose client is made first

Kind = TypeVar("Kind", bound=Factory)
KNOWN: dict[str, "KeyedFactory"] = {}
SENT: dict[object, Json] = {}
"""The bodies that were sent with an ``Idempotency-Key``, and may be sent again."""


class KeyColumn(Column):
    """A reference that is the key of its rows."""

    @cached_property
    def unique(self) -> bool:
        """No two rows have the same key."""
        return True

    @property
    def required(self) -> bool:
        """Every row has one."""
        return True


class KeyedFactory(Factory):
    """Makes rows that belong to new rows of the route that their key leads to."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take what others take, with the schema of PUT, which knows no key."""
        super().__init__(*arguments, **options)
        self.is_planting = False
        KNOWN[self.path] = self

    @cached_property
    def key(self) -> Column:
        """The reference."""
        shown = self.shown().fields.items()
        name, field = next(pair for pair in shown if pair[1].attribute == "id")
        stored: Any = inspect(self.model).local_table.c.id
        called = field.data_key or name
        return KeyColumn(called, f"{self.route}.{name}", field, stored, False)

    @cached_property
    def references(self) -> dict[str, Column]:
        """What leads to other rows: the key first."""
        columns = {name: column for name, column in self.sent.items() if column.to}
        return {self.key.name: self.key, **columns}

    def id_of(self, number: int = 2**40) -> Json:
        """Return the id with a number; without one that of no row."""
        return factory_of(self.key.to).id_of(number)

    def next_id(self) -> Json:
        """Return what a new row can be called by."""
        return factory_of(self.key.to).new_id()

    def begin_at(self, number: int, seed: int) -> None:
        """Let bodies be those that a seed gives, with keys of rows that are there already."""
        super().begin_at(number, seed)
        self.is_planting = True

    def body(self, *, whole: bool = True, refer: Refer | None = None) -> Body:
        """Return a right body; without a key but where rows are planted."""
        body = super().body(whole=whole, refer=refer)
        id = refer(self.key) if refer and self.is_planting else None
        return body if id is None else {self.key.name: id, **body}

    def with_key(self, body: Json) -> Json:
        """Return a body with a key, unless it has one."""
        if not isinstance(body, dict) or self.key.name in body:
            return body
        return {self.key.name: self.next_id(), **body}

    def loaded(self, body: Body) -> dict[str, Any]:
        """Return what the schemas make of a body, with a key."""
        whole = self.with_key(body)
        rest = {name: value for name, value in whole.items() if name != self.key.name}
        return {"id": self.key.loaded(whole[self.key.name]), **super().loaded(rest)}


def keyed(kind: type[Kind]) -> type[Kind]:
    """Return what makes rows as a class of factories does, with references as their keys."""
    return cast(type[Kind], type(f"Keyed{kind.__name__}", (KeyedFactory, kind), {}))


class KeyingClient(FlaskClient):
    """Says which row a new one belongs to where the body does not."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        """Send a request."""
        body, path = options.get("json"), str(arguments[0]) if arguments else ""
        factory = KNOWN.get(path.removesuffix("/bulk"))
        if factory and body is not None and options.get("method") == "POST":
            key = (options.get("headers") or {}).get("Idempotency-Key")
            sent = SENT.get((path, key, json.dumps(body))) if key else None
            many = [factory.with_key(row) for row in body] if isinstance(body, list) else body
            options["json"] = sent or factory.with_key(many)
            if key:
                SENT[path, key, json.dumps(body)] = options["json"]
        if options.get("method") == "DELETE":
            SENT.clear()  # a row that is deleted and kept keeps its key
        return super().open(*arguments, **options)


Flask.test_client_class = cast(
    type[FlaskClient],
    type("KeyingClient", (KeyingClient, Flask.test_client_class or FlaskClient), {}),
)
