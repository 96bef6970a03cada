"""Answers in JSON that may hold rows, and how one version of a row is told from the next."""

from collections.abc import Callable
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import orjson
from flask import Response, request

from helper.execution_tracking.APIException import APIException


def json_answer(value: Any) -> Response:
    """Return an answer with rows and all that JSON can hold; decimals become texts."""
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
    tags = request.if_match
    if not tags:
        return None

    def check(row: Any) -> None:
        if not tags.contains(_tag(_to_json(row))):
            raise APIException("The row has changed since you read it.", 412)

    return check


def _to_json(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"  # str() would write small ones with an exponent
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def _tag(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _response(body: bytes, status: int, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status, headers, mimetype="application/json")
