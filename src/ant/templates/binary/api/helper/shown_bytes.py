"""Bytes in JSON, as base64, of one row and where a request asks for them: ``?expand=photo``."""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from sqlalchemy import inspect, select

from helper.binary import BytesOnRequest
from helper.DBSession import myDB
from helper.functions.json_answer import SHOW_ROW
from helper.functions.load_body import schema_of
from helper.functions.validation_error import validation_error
from helper.references import expanded, relations
from helper.shown_fields import shown_values
from startup.Alchemy import Base


def bytes_known(kind: type[Schema]) -> dict[str, BytesOnRequest]:
    """Return the fields of a Get schema that hold bytes, by their JSON keys."""
    listed = schema_of(kind).fields.items()
    return {
        field.data_key or name: field for name, field in listed if isinstance(field, BytesOnRequest)
    }


def row_shown(row: Any, kind: type[Schema]) -> dict[str, Any]:
    """Return the dictionary that shows one row, with related rows and bytes as ``?expand=`` says.

    Raises an ``APIException`` (400) for a name that is neither of them.
    """
    held, related = bytes_known(kind), relations(kind)
    asked = ",".join(request.args.getlist("expand")).split(",") if "expand" in request.args else []
    known = [*related, *held]
    for name in asked:
        if name not in known:
            told = f"There is no {name!r}. There are: {', '.join(known) or 'none'}."
            raise validation_error(ValidationError({"expand": [told]}))
    shown = shown_values(row, kind)
    if names := [name for name in related if name in asked]:
        shown = expanded([row], [shown], kind, names)[0]
    wanted = {key: field for key, field in held.items() if key in asked}
    return shown | _as_base64(row, wanted) if wanted and isinstance(row, Base) else shown


def _as_base64(row: Any, wanted: dict[str, BytesOnRequest]) -> dict[str, str | None]:
    """Read the bytes of a row, with one statement."""
    mapped = inspect(type(row)).column_attrs
    names = (str(field.attribute or field.name) for field in wanted.values())
    columns = [mapped[name].columns[0] for name in names]
    statement = select(*columns).where(columns[0].table.c.id == row.id)
    with myDB.connection() as connection:
        found: Iterable[bytes | None] = connection.execute(statement).one_or_none() or ()
        texts = [None if content is None else b64encode(content).decode() for content in found]
    return dict(zip(wanted, texts or [None] * len(wanted), strict=True))


SHOW_ROW.append(row_shown)
