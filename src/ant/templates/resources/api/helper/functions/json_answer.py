"""Responses in JSON that may hold rows, and the ETags of rows."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request
from marshmallow import Schema

from helper.execution_tracking.APIException import APIException
from helper.functions.list_query import Page, asked
from helper.model_rows import public_values
from helper.references import expanded
from helper.shown_fields import shown_values
from startup.Alchemy import Base

SHOW_ROW = [lambda row, kind: _shown([row], kind)[0]]  # The last one is used for one row.


def json_answer(value: Any) -> Response:
    """Return a response with any JSON value; rows in it are shown by their public columns.

    Decimals become texts, datetimes end with ``Z``.
    """
    return _response(_to_json(value), 200)


def page_answer(page: Page[Any], kind: type[Schema]) -> Response:
    """Return a response with a page of rows, each as its Get schema shows it.

    Where the request says ``?fields=id,name``, these keys are shown alone.
    """
    keys = asked("fields", request.args, kind)
    return json_answer({**page.to_dict(), "items": _shown(page.items, kind, keys)})


def row_answer(
    row: Any, kind: type[Schema] | int | None = None, status: int = 200, **headers: str
) -> Response:
    """Return a response with a row as its Get schema shows it, and the ETag of what is shown.

    It is a 304 where the client has this version already. Without a schema, as in
    ``row_answer(row, 201)``, all public columns that the row holds are shown.
    """
    schema, status = (None, kind) if isinstance(kind, int) else (kind, status)
    is_read = request.method in ("GET", "HEAD")
    body = own = _row_as_json(row, schema)
    if is_read and schema and "expand" in request.args:
        body = _to_json(SHOW_ROW[-1](row, schema))
    tag = _tag(own) if body == own else f"{_tag(own)}-{_tag(body)}"
    headers["ETag"] = f'"{tag}"'
    if is_read and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    return _response(body, status, headers)


def if_match(
    kind: type[Schema] | None = None, *, required: bool = False
) -> Callable[[Any], None] | None:
    """Return a callback that raises 412 unless the row matches ``If-Match``; None without it.

    So of two clients that change the same row the later one cannot overwrite the other unseen.
    Of the ETag of an expanded answer, the part that stands for the row itself counts. Where
    ``If-Match`` is ``required``, a request without it is refused with 428.
    """
    if required and "If-Match" not in request.headers:
        raise APIException("Send the ETag of the row that you have read as If-Match.", 428)
    if "If-Match" not in request.headers and "If-None-Match" not in request.headers:
        return None
    tags, others = request.if_match, request.if_none_match
    known = {tag.partition("-")[0] for tag in tags if tag}  # an empty one is None

    def check(row: Any) -> None:
        tag = _tag(_row_as_json(row, kind))
        if others.contains_weak(tag):
            raise APIException("The row is there already.", 412)
        if "If-Match" in request.headers and not (tags.star_tag or tag in known):
            raise APIException("The row has changed since you read it.", 412)

    return check


def _shown(rows: list[Any], kind: type[Schema], keys: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return rows as dictionaries, with related rows where ``?expand=`` asks for them."""
    shown = [shown_values(row, kind, keys) for row in rows]
    names = asked("expand", request.args, kind)
    return expanded(rows, shown, kind, names) if names else shown


def _row_as_json(row: Any, kind: type[Schema] | None) -> bytes:
    return _to_json(row if kind is None else shown_values(row, kind))


def _to_json(value: Any) -> bytes:
    # Dataclasses are passed to _plain: orjson would show every attribute that an instance has.
    return orjson.dumps(value, _plain, orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, Base):
        return public_values(value)
    if isinstance(value, Decimal):
        return f"{value:f}"  # str() would write small ones with an exponent
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _tag(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _response(body: bytes, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, headers, mimetype="application/json")
