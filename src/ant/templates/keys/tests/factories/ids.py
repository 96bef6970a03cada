"""Ids in bodies and URLs: a number where a table counts its rows, and else a UUID."""

import re
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
    return value if column.stored is None else like(column.stored, value)


def own_id(factory: "Factory", value: Json) -> Json:
    """Return a number as the id of no row of a route; any other id stays."""
    return like(Base.metadata.tables[factory.route].c.id, value)


def path_of(factory: "Factory", value: Json) -> str:
    """Return the URL of the row with such an id."""
    return f"{factory.path}/{own_id(factory, value)}"


def example_of(rule: str) -> str:
    """Return a URL of a rule, with ids of no rows."""
    return re.sub("<[^>]*>", "1", re.sub("<uuid:[^>]*>", str(UUID(int=1)), rule))


def variable(route: str) -> str:
    """Return what stands for an id in the rule of a URL."""
    is_uuid = isinstance(Base.metadata.tables[route].c.id.type, UuidKey)
    return "<uuid:id>" if is_uuid else "<int:id>"


def like(column: sa.Column[Json], value: Json) -> Json:
    """Return a number as a value of a column of ids; any other value stays."""
    is_number = isinstance(value, int) and isinstance(column.type, UuidKey)
    return str(UUID(int=value)) if is_number else value
