"""Read the body of a request through a schema."""

from functools import cache
from typing import Any, cast

from flask import request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest

from helper.functions.validation_error import validation_error


def load_body(kind: type[Schema], *, partial: bool = False) -> dict[str, Any]:
    """Return the JSON object that a client sent, as a kind of schema reads it.

    What the schema does not allow is answered with a 400. A ``partial`` body may leave out any
    field, and gets no defaults. The keys keep their order, also those that the schema does not
    list and lets through.
    """
    try:
        body = request.get_json()
    except BadRequest:
        raise BadRequest("The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("The body must be a JSON object.")
    try:
        data = cast(dict[str, Any], schema_of(kind).load(body, partial=partial or None))
    except ValidationError as error:
        raise validation_error(error) from None
    return {key: data[key] for key in [*body, *data] if key in data}


@cache
def schema_of(kind: type[Schema]) -> Schema:
    """Return the one instance of a schema class: creating it takes longer than using it."""
    return kind()
