"""Rows whose ids clients give: bodies are without, and the client of the tests says one in a POST."""

import json
import re
from string import ascii_uppercase, digits
from typing import Any, TypeVar, cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select

from factories.columns import Json
from factories.factory import Body, Factory
from helper.DBSession import myDB

Kind = TypeVar("Kind", bound=Factory)
DIGITS = digits + ascii_uppercase
KNOWN: dict[str, "NamedFactory"] = {}
SENT: dict[object, Json] = {}
"""The ids of bodies that were sent with an ``Idempotency-Key``, and may be sent again."""


class NamedFactory(Factory):
    """Makes rows whose ids are in the order of their making: 000001, 000002, …"""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Take what others take, with the schema of PUT, which knows no id."""
        super().__init__(*arguments, **options)
        KNOWN[self.path] = self

    @property
    def longest(self) -> int:
        """The most characters of an id."""
        kind: Any = inspect(self.model).local_table.c.id.type
        return int(kind.length)

    @property
    def width(self) -> int:
        """How many characters the ids have that are made here."""
        return min(6, self.longest)

    def id_of(self, number: int = 2**40) -> Json:
        """Return the id with a number; without one that of no row."""
        number, text = min(number, 36**self.width - 1), ""
        while number or len(text) < self.width:
            number, place = divmod(number, 36)
            text = DIGITS[place] + text
        return text

    def next_id(self, place: int = 0) -> Json:
        """Return an id that comes behind those that there are, and behind so many others."""
        ids = inspect(self.model).local_table.c.id
        own = (func.length(ids) == self.width, ids == func.upper(ids))
        with myDB.connection() as connection:
            last = connection.scalar(select(func.max(ids)).where(*own)) or "0"
        return self.id_of(int(re.sub("[^0-9A-Z]", "Z", last), 36) + 1 + place)

    def loaded(self, body: Body) -> dict[str, Any]:
        """Return what the schema makes of a body, with an id."""
        return {"id": self.next_id(), **super().loaded(body)}


def named(kind: type[Kind]) -> type[Kind]:
    """Return what makes rows as a class of factories does, with ids."""
    return cast(type[Kind], type(f"Named{kind.__name__}", (NamedFactory, kind), {}))


class NamingClient(FlaskClient):
    """Says what a new row is called by where the body does not."""

    def open(self, *arguments: Any, **options: Any) -> Any:
        """Send a request."""
        body, path = options.get("json"), str(arguments[0]) if arguments else ""
        if path in KNOWN and options.get("method") == "POST" and isinstance(body, dict):
            key = (options.get("headers") or {}).get("Idempotency-Key")
            retried = (path, key, json.dumps(body)) if key else None
            id = SENT.get(retried) or KNOWN[path].next_id()
            if key:
                SENT[retried] = id
            options["json"] = {"id": id, **body}
        if (factory := KNOWN.get(path.removesuffix("/bulk"))) and isinstance(body, list):
            options["json"] = [
                {"id": factory.next_id(place), **row} if isinstance(row, dict) else row
                for place, row in enumerate(body)
            ]
        if options.get("method") == "DELETE":
            SENT.clear()  # a row that is deleted and kept keeps its id
        return super().open(*arguments, **options)


Flask.test_client_class = NamingClient
