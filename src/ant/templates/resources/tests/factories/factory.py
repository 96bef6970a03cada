"""What makes rows of a route that are right, and the rows that these refer to."""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from itertools import count
from random import Random
from typing import Any, cast

from marshmallow import Schema

from factories.kinds import Json, Kind, Many, Reference
from helper.model_rows import public_columns
from helper.shown_fields import shown_fields
from startup.Alchemy import Base

Body = dict[str, Json]
Refer = Callable[[Reference], int | None]
"""Gives the id of a row for a reference, None for no row."""


class Factory:
    """Makes bodies of requests from the fields of a route, and rows through its service."""

    def __init__(
        self,
        route: str,
        fields: type,
        schema: type[Schema],
        create: Callable[[dict[str, Any]], Any],
        patch: Callable[..., Any],
        shown: type[Schema] | None = None,
    ) -> None:
        """Take the class that lists the fields, and what checks, creates, changes and shows a row."""
        self.route = route
        self.path = f"/{route}"
        self.columns = {key: kind for key, kind in vars(fields).items() if isinstance(kind, Kind)}
        self.links = {key: each for key, each in vars(fields).items() if isinstance(each, Many)}
        self.schema = schema
        self.create = create
        self.patch = patch
        self.shown = shown
        self._seed = 0
        self._numbers = count(1)
        for name, kind in self.columns.items():
            kind.name, kind.topic = name, f"{route}.{name}"

    @property
    def writable(self) -> dict[str, Kind]:
        """What clients may send."""
        return {name: kind for name, kind in self.columns.items() if not kind.readonly}

    @property
    def public(self) -> dict[str, Kind]:
        """What clients see as it is stored."""
        return {name: kind for name, kind in self.columns.items() if name in self.plain}

    @property
    def model(self) -> type[Base]:
        """The model of the route."""
        models = (mapper.class_ for mapper in Base.registry.mappers)
        return next(model for model in models if model.__tablename__ == self.route)

    @cached_property
    def plain(self) -> list[str]:
        """The columns that the Get schema shows as they are; without one all public ones."""
        if self.shown is None:
            return [*public_columns(self.model)]
        return shown_fields(self.model, self.shown).columns

    @cached_property
    def keys(self) -> set[str]:
        """The keys of a row in an answer."""
        if self.shown is None:
            return {*self.plain}
        private = {name for name, kind in self.columns.items() if kind.hidden}
        fields = self.shown().dump_fields.items()
        return {field.data_key or name for name, field in fields if name not in private}

    @property
    def references(self) -> dict[str, Reference]:
        """What leads to other rows and can be sent."""
        kinds = self.writable.items()
        return {name: kind for name, kind in kinds if isinstance(kind, Reference)}

    def capacity(self, most: int) -> int:
        """Return how many rows there can be, as far as values must differ, but no more than most."""
        return min([most, *(kind.capacity for kind in self.writable.values() if kind.unique)])

    def body(self, *, whole: bool = True, refer: Refer | None = None) -> Body:
        """Return a right body, another one each time: with all fields, or those required alone.

        Its references lead to rows that are made for it, unless ``refer`` finds others.
        """
        number = next(self._numbers)
        random = Random(f"{self._seed} {self.route} {number}")
        wanted = {name: kind for name, kind in self.writable.items() if whole or kind.required}
        body = {name: _value(kind, random, number, refer) for name, kind in wanted.items()}
        return {name: value for name, value in body.items() if value is not None}

    def other_value(self, name: str) -> Json:
        """Return a right value of a field, another one each time as far as there are any."""
        number = next(self._numbers)
        return _value(
            self.columns[name], Random(f"{self._seed} {self.route} {number}"), number, None
        )

    def several(self, name: str, most: int) -> list[Json]:
        """Return different right values of a field, no more than there can be rows."""
        most = self.capacity(most)
        kind = self.columns[name]
        if isinstance(kind, Reference):
            return [factory_of(kind.to).new_id() for _ in range(most)]
        return kind.several(most)

    def insert(self, body: Body) -> Any:
        """Make a row as a request with this body would, and return it."""
        return self.create(cast(dict[str, Any], self.schema().load(body)))

    def new_id(self) -> int:
        """Make a row with no more than it needs, and return its id."""
        return int(self.insert(self.body(whole=False)).id)

    def begin_at(self, number: int, seed: int) -> None:
        """Let the next body be the one with this number, of those that a seed gives."""
        self._seed = seed
        self._numbers = count(number)


def factory_of(route: str) -> Factory:
    """Return the factory of a route, from its module beside this one."""
    module = import_module(f"factories.{route}_factory")
    return cast(Factory, getattr(module, f"{route}_factory"))


def _value(kind: Kind, random: Random, number: int, refer: Refer | None) -> Json:
    if isinstance(kind, Reference):
        return refer(kind) if refer else factory_of(kind.to).new_id()
    return kind.value(random, number)
