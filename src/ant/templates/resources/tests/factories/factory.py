"""What makes rows of a route that are right, from its schema and its model, and what they refer to."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from itertools import count
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from marshmallow import Schema
from marshmallow.fields import Field
from sqlalchemy import inspect
from sqlalchemy.orm import ColumnProperty

from factories.columns import MANY, Column, Json, StoredColumn, as_json
from factories.prefix import PREFIX
from factories.values import make_value
from helper.model_rows import public_columns
from helper.shown_fields import shown_fields
from startup.Alchemy import Base

Body = dict[str, Json]
Refer = Callable[[Column], Json]  # gives the id of a row for a reference, None for no row
Link = Callable[[Json, Json], None]  # takes the ids of a row and of one of another route
TRIES = 50  # for one value, where an owner's own rules refuse some
SERVER = ("id", "created_at", "updated_at")  # what only it writes, in every row


class Factory:
    """Makes bodies of requests that the schema of a route loads, and rows through its service."""

    def __init__(
        self,
        route: str,
        schema: type[Schema],
        shown: type[Schema],
        service: object,
        *,
        examples: Mapping[str, Sequence[Json]] | None = None,
    ) -> None:
        """Take the schemas of POST and GET, and the service.

        ``examples`` are values of a field that are taken instead of those that are made.
        """
        self.route = route
        self.path = f"{PREFIX}/{route}"
        self.schema = schema
        self.shown = shown
        self.service = service
        self.create: Callable[[dict[str, Any]], Any] = getattr(service, f"create_{route}")
        self.patch: Callable[..., Any] = getattr(service, f"patch_{route}")
        self.examples = examples or {}
        self._seed = 0
        self._numbers = count(1)

    @cached_property
    def model(self) -> type[Base]:
        """The model of the route."""
        models = (mapper.class_ for mapper in Base.registry.mappers)
        return next(model for model in models if model.__tablename__ == self.route)

    @cached_property
    def columns(self) -> dict[str, Column]:
        """What a body may have, by its key, and then the columns that only the server writes."""
        mapped = {
            attribute.key: attribute
            for attribute in inspect(self.model).column_attrs
            if isinstance(attribute.columns[0], sa.Column)  # and not computed by SQL
        }
        found: dict[str, tuple[Field[Any] | None, ColumnProperty[Any] | None]] = {}
        for key, field in self.schema().load_fields.items():
            found[field.data_key or key] = (field, mapped.pop(field.attribute or key, None))
        shown = {key: read.data_key for key, read in self.shown().fields.items()}
        found |= {shown.get(key) or key: (None, mapped[key]) for key in mapped if key not in SERVER}
        columns: dict[str, Column] = {}
        for name, (loaded, attribute) in found.items():
            stored = cast(StoredColumn, attribute.columns[0]) if attribute is not None else None
            hidden = attribute is not None and attribute.deferred
            columns[name] = Column(name, f"{self.route}.{name}", loaded, stored, hidden)
        return columns

    @cached_property
    def sent(self) -> dict[str, Column]:
        """What a body may have."""
        return {name: column for name, column in self.columns.items() if column.field is not None}

    @cached_property
    def writable(self) -> dict[str, Column]:
        """What clients may say: not whose a row is, though they may send that, too."""
        return {name: column for name, column in self.sent.items() if not column.claimed}

    @cached_property
    def public(self) -> dict[str, Column]:
        """What clients see as it is stored."""
        return {name: column for name, column in self.columns.items() if name in self.plain}

    @cached_property
    def plain(self) -> list[str]:
        """The columns that the Get schema shows as they are; not what SQL computes of them."""
        shown, keys, _ = shown_fields(self.model, self.shown)
        names = [keys.get(name, name) for name in shown]
        return [name for name in names if name in self.columns or name in SERVER]

    @cached_property
    def keys(self) -> set[str]:
        """The keys of a row in an answer."""
        private = {*inspect(self.model).column_attrs.keys()} - public_columns(self.model).keys()
        fields = self.shown().dump_fields.items()
        return {field.data_key or name for name, field in fields if name not in private}

    @cached_property
    def references(self) -> dict[str, Column]:
        """What leads to other rows and can be sent."""
        return {name: column for name, column in self.sent.items() if column.to}

    @property
    def links(self) -> dict[str, tuple[str, Link]]:
        """What links a row to one of another route, with that route, by the name of the list."""
        repository, verb = getattr(self.service, "repository", None), f"add_{self.route}_"
        names = [name.removeprefix(verb) for name in dir(self.service) if name.startswith(verb)]
        lists = [(name, getattr(repository, f"{name}_listing", None)) for name in names]
        methods = {name: getattr(self.service, f"{verb}{name}") for name in names}
        return {name: (rows.table.name, methods[name]) for name, rows in lists if rows}

    def capacity(self, most: int) -> int:
        """Return how many rows there can be, as far as values must differ, but no more than most."""
        unique = (column for column in self.writable.values() if column.unique)
        return min([most, *(MANY if column.to else column.capacity for column in unique)])

    def body(self, *, whole: bool = True, refer: Refer | None = None) -> Body:
        """Return a right body, another one each time: with all fields, or those required alone.

        Its references lead to rows that are made for it, unless ``refer`` finds others.
        """
        number = next(self._numbers)
        wanted = [column for column in self.sent.values() if whole or column.required]
        body = {column.name: self._value(column, number, refer) for column in wanted}
        return {name: value for name, value in body.items() if value is not None}

    def other_value(self, name: str) -> Json:
        """Return a right value of a field, another one each time as far as there are any."""
        return self._value(self.columns[name], next(self._numbers), None)

    def several(self, name: str, most: int) -> list[Json]:
        """Return different right values of a field, no more than there can be rows."""
        most, found = self.capacity(most), list[Json]()
        for _ in range(40 * most):
            if len(found) < most and (value := self.other_value(name)) not in found:
                found.append(value)
        return found

    def insert(self, body: Body) -> Any:
        """Make a row as a request with this body would, and return it."""
        return self.create(self.loaded(body))

    def loaded(self, body: Body) -> dict[str, Any]:
        """Return what the schema makes of a body."""
        return cast(dict[str, Any], self.schema().load(body))

    def new_id(self) -> Json:
        """Make a row with no more than it needs, and return its id."""
        return as_json(self.insert(self.body(whole=False)).id)

    def id_of(self, number: int = 2**40) -> Json:
        """Return the id with a number, as bodies have it; without one that of no row."""
        is_uuid = inspect(self.model).local_table.c.id.type.python_type is UUID
        return str(UUID(int=number)) if is_uuid else number

    def begin_at(self, number: int, seed: int) -> None:
        """Let the next body be the one with this number, of those that a seed gives."""
        self._seed = seed
        self._numbers = count(number)

    def _value(self, column: Column, number: int, refer: Refer | None) -> Json:
        if column.claimed and not refer:
            return import_module(f"{__package__}.owned").id_of_caller(column.to)
        if column.to:
            return refer(column) if refer else factory_of(column.to).new_id()
        if column.name in self.examples:
            return self.examples[column.name][number % len(self.examples[column.name])]
        value: Json = None
        for attempt in range(TRIES):  # its owner may have written further rules
            value = make_value(column, f"{self._seed} {column.topic} {number} {attempt}", number)
            if column.takes(value):
                break
        return value


def no_row(reference: Column) -> Json:
    """Return the id of no row for a reference."""
    return factory_of(reference.to).id_of()


def factory_of(route: str) -> Factory:
    """Return the factory of a route, from its module beside this one."""
    module = import_module(f"factories.{route}_factory")
    return cast(Factory, getattr(module, f"{route}_factory"))
