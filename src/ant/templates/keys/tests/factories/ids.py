"""Ids in bodies and URLs: a number where a table counts its rows, and else a UUID."""

from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa

from factories.columns import Column, Json
from helper.keys import UuidKey
from startup.Alchemy import Base

if TYPE_CHECKING:
    from factories.factory import Factory


def as_id(column: Column, value: Json) -> Json:
    """Return a number as the id of no row that a column can refer to; any other id stays."""
    return value if column.stored is None else _like(column.stored, value)


def own_id(factory: "Factory", value: Json) -> Json:
    """Return a number as the id of no row of a route; any other id stays."""
    return _like(Base.metadata.tables[factory.route].c.id, value)


def path_of(factory: "Factory", value: Json) -> str:
    """Return the URL of the row with such an id."""
    return f"{factory.path}/{own_id(factory, value)}"


def _like(column: sa.Column[Json], value: Json) -> Json:
    is_number = isinstance(value, int) and isinstance(column.type, UuidKey)
    return str(UUID(int=value)) if is_number else value
