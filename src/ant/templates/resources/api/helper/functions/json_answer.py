"""Answers in JSON that may hold rows, and how one version of a row is told from the next."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request

from helper.execution_tracking.APIException import APIException
from helper.model_rows import public_values
from startup.Alchemy import Base


def json_answer(value: Any) -> Response:
    """Return an answer with all that JSON can hold, rows without what is private among it.

    Decimals become texts, moments end with ``Z``.
    """
    return _response(_to_json(value), 200)


def row_answer(row: Any, status: int = 200, **headers: str) -> Response:
    """Return an answer with one row and its ETag; 304 where the client has just that already."""
    body = _to_json(row)
    tag = _tag(body)
    headers["ETag"] = f'"{tag}"'
    if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    return _response(body, status, headers)


def if_match() -> Callable[[Any], None] | None:
    """Return what checks a row before the request changes it; None where it does not ask for that.

    So two editors of one row cannot lose each other's work: the later one gets a 412.
    """
    if "If-Match" not in request.headers and "If-None-Match" not in request.headers:
        return None
    tags, others = request.if_match, request.if_none_match

    def check(row: Any) -> None:
        if others.contains_weak(_tag(_to_json(row))):
            raise APIException("The row is there already.", 412)
        if "If-Match" in request.headers and not tags.contains(_tag(_to_json(row))):
            raise APIException("The row has changed since you read it.", 412)

    return check


def _to_json(value: Any) -> bytes:
    # Dataclasses come to _plain: orjson by itself would show whatever an instance happens to hold.
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
