"""The body of a request, checked by its schema."""

from functools import cache
from typing import Any

import orjson
from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from helper.functions.validation_error import validation_error


def load_body(kind: type[Schema]) -> dict[str, Any]:
    """Return the values that a client sent, as a kind of schema reads them.

    Raises what becomes an answer 400, which names every faulty field, or 415.
    """
    if not request.is_json:
        raise UnsupportedMediaType("The body must be JSON, and Content-Type must say so.")
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"The body is not valid JSON: {error}.") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    try:
        values: dict[str, Any] = schema_of(kind).load(body)
    except ValidationError as error:
        raise validation_error(error) from None
    return values


@cache
def schema_of(kind: type[Schema]) -> Schema:
    """Return the one instance of a kind of schema; making it takes longer than using it."""
    return kind()
