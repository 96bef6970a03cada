"""How a Get schema shows rows: which columns are read, and how they are serialized."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from marshmallow import Schema, ValidationError, fields
from sqlalchemy import ColumnElement, TypeDecorator, inspect

from helper import schema_fields
from helper.functions.load_body import schema_of
from helper.functions.validation_error import validation_error
from helper.model_rows import public_columns
from startup.Alchemy import Base

PLAIN: dict[type[fields.Field[Any]], type] = {
    schema_fields.String: str,
    schema_fields.Integer: int,
    schema_fields.Reference: int,
    schema_fields.Float: float,
    schema_fields.Exact: Decimal,
    schema_fields.Boolean: bool,
    schema_fields.Uuid: UUID,
    schema_fields.Date: dt.date,
    schema_fields.Time: dt.time,
    schema_fields.Moment: dt.datetime,
    schema_fields.Json: object,
    schema_fields.TextList: list,
    schema_fields.IntegerList: list,
    schema_fields.UuidList: list,
}
"""Fields that show a column of this type just as orjson writes it."""
KEPT = 2000  # cache entries; clients choose the keys, and so how many there are
Keys = tuple[str, ...]


class Shown(NamedTuple):
    """The columns that are shown as they are, and the schema that serializes all other fields."""

    columns: list[str]
    keys: dict[str, str]
    """The JSON keys of attributes with another name."""
    computed: Schema | None


@lru_cache(KEPT)
def columns_to_read(
    model: type[Base], kind: type[Schema] | None, asked: Keys = ()
) -> dict[str, ColumnElement[Any]]:
    """Return the columns of a model, by attribute, that a Get schema needs to show these keys.

    Those are its ``id`` and what the schema lists, or all public columns where it computes
    anything: which columns a property or a method needs is unknown.
    """
    columns = public_columns(model)
    if kind is None or shown_fields(model, kind, asked).computed:
        return columns
    listed = schema_of(kind).fields.items()
    names = [field.attribute or name for name, field in listed if _is_asked(name, field, asked)]
    return {name: columns[name] for name in ("id", *names) if name in columns}


def listed_fields(model: type[Base] | None, kind: type[Schema]) -> dict[str, fields.Field[Any]]:
    """Return the fields that a Get schema shows: private columns are not, listed or not."""
    mapped = inspect(model).column_attrs if model else ()
    private = {column.key for column in mapped if column.deferred}
    return {key: field for key, field in schema_of(kind).dump_fields.items() if key not in private}


@lru_cache(KEPT)
def shown_fields(model: type[Base], kind: type[Schema], asked: Keys = ()) -> Shown:
    """Return how the fields of a Get schema are shown, or only those with the keys asked for."""
    columns = public_columns(model)
    listed = listed_fields(model, kind)
    if asked:
        listed = {name: field for name, field in listed.items() if _is_asked(name, field, asked)}
        known = {field.data_key or name for name, field in listed.items()}
        if private := [key for key in asked if key not in known]:
            raise validation_error(ValidationError({"fields": [f"{private[0]!r} is private."]}))
    hooks = kind.resolve_hooks()
    if hooks["pre_dump"] or hooks["post_dump"]:
        return Shown([], {}, kind(only=[*listed_fields(model, kind)]))
    plain = [name for name, field in listed.items() if _is_plain(columns.get(name), field)]
    computed = [name for name in listed if name not in plain]
    keys = {name: key for name in plain if (key := listed[name].data_key) is not None}
    return Shown(plain, keys, kind(only=computed) if computed else None)


def shown_values(row: Any, kind: type[Schema], asked: Keys = ()) -> dict[str, Any]:
    """Return the dictionary that shows a row, or only the keys asked for."""
    values = _all_values(row, kind, asked)
    return {key: values[key] for key in values if key in asked} if asked else values


def _all_values(row: Any, kind: type[Schema], asked: Keys) -> dict[str, Any]:
    if not isinstance(row, Base):
        return _dumped(schema_of(kind), row)
    shown = shown_fields(type(row), kind, asked)
    values = row.__dict__.copy()
    del values["_sa_instance_state"]
    if [*values] != shown.columns:  # the ORM has loaded it, or something is computed
        values = {name: getattr(row, name) for name in shown.columns}
    if shown.keys:
        values = {shown.keys.get(name, name): value for name, value in values.items()}
    return {**values, **_dumped(shown.computed, row)} if shown.computed else values


def _is_asked(name: str, field: fields.Field[Any], asked: Keys) -> bool:
    return not asked or field.load_only or (field.data_key or name) in asked


def _dumped(schema: Schema, row: Any) -> dict[str, Any]:
    return cast(dict[str, Any], schema.dump(row))


def _is_plain(column: ColumnElement[Any] | None, field: fields.Field[Any]) -> bool:
    if column is None or field.attribute is not None:
        return False
    return _holds(column) is PLAIN.get(type(field))


def _holds(column: ColumnElement[Any]) -> type | None:
    """Return the Python type of a column's values, None where its type does not say it."""
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    try:
        return kind.python_type
    except NotImplementedError:  # so SQLAlchemy says that a type has values of no one class
        return None
