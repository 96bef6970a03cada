"""Read the body of a request through a schema."""

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from helper.functions.validation_error import validation_error


def load_body(schema: Schema) -> dict[str, Any]:
    """Return the JSON object that a client sent; answer 400 where the schema does not allow it.

    The keys keep their order, also those that the schema does not list and lets through.
    """
    body = request.get_json()
    try:
        if not isinstance(body, dict):
            raise ValidationError("It must be a JSON object.", "body")
        data: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        raise validation_error(error) from None
    return {key: data[key] for key in [*body, *data] if key in data}
